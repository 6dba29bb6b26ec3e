-- Takes what is due from an agenda, and puts it off until the claim ends, so that it stays until it has been handled.
-- KEYS[1] agenda; ARGV[1] now, ARGV[2] end of the claim (milliseconds), ARGV[3] how many at most
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, identifier in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], identifier)
end
return due
