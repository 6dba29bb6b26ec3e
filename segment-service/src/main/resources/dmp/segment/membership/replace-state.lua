-- Writes the state of one identifier over the one that was read.
-- KEYS[1] the state; ARGV: the stamp of the state that was read, empty when there was none; the new state, its stamp at its
-- end; after how many milliseconds it expires, 0 for never
if redis.call('GETRANGE', KEYS[1], -8, -1) ~= ARGV[1] then
  return 0
end
if tonumber(ARGV[3]) > 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
else
  redis.call('SET', KEYS[1], ARGV[2])
end
return 1
