-- Writes a value unless somebody else has written it since it was read.
-- KEYS[1]  the key
-- ARGV[1]  the revision it was read at: 4 bytes, or '' when it was absent
-- ARGV[2]  the new revision and value
-- ARGV[3]  milliseconds to live, '0' for ever
-- Answers 1 when written, 0 when overtaken.
if redis.call('GETRANGE', KEYS[1], 0, 3) ~= ARGV[1] then
  return 0
end
if ARGV[3] == '0' then
  redis.call('SET', KEYS[1], ARGV[2])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1
