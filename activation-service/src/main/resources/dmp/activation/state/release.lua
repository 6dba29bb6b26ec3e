-- Makes due at once what an owner that is gone may have claimed. To look at something too early is harmless.
-- KEYS[1] agenda; ARGV[1] now, ARGV[2] the latest end of any claim
local claimed = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], ARGV[2])
for _, identifier in ipairs(claimed) do
  redis.call('ZADD', KEYS[1], ARGV[1], identifier)
end
return #claimed
