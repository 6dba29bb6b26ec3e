-- Takes members of one sorted set that are due and puts each off, in one step.
-- KEYS[1] the sorted set; ARGV: now, until when they are put off, how many at most
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], member)
end
return due
