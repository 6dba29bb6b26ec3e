-- Ends a claim: what was marked again meanwhile stays as it was marked, the rest is put off or taken from the agenda.
-- KEYS[1] agenda; ARGV[1] end of the claim; then pairs: identifier, next instant or '' for none
for i = 2, #ARGV, 2 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if score and tonumber(score) == tonumber(ARGV[1]) then
    if ARGV[i + 1] == '' then
      redis.call('ZREM', KEYS[1], ARGV[i])
    else
      redis.call('ZADD', KEYS[1], ARGV[i + 1], ARGV[i])
    end
  end
end
return 1
