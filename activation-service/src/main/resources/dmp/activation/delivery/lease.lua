-- Takes or keeps a lease. Returns 0 when another has it, 1 when it was ours, 2 when it is ours from now on.
-- KEYS[1] lease; ARGV[1] who, ARGV[2] for how long (milliseconds)
local owner = redis.call('GET', KEYS[1])
if owner == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if owner then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 2
