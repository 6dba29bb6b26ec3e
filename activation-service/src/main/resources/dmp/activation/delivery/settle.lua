-- Writes what became of a delivery, where the standing is still that of this delivery, and says of which segments it was.
-- KEYS[1] standings; ARGV[1] delivery; then pairs: segment, new standing or '' for none
local settled = {}
for i = 2, #ARGV, 2 do
  local standing = redis.call('HGET', KEYS[1], ARGV[i])
  if standing and string.sub(standing, 1, 2) == 'F|' and string.find(standing, '|' .. ARGV[1] .. '|', 1, true) then
    if ARGV[i + 1] == '' then
      redis.call('HDEL', KEYS[1], ARGV[i])
    else
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    end
    settled[#settled + 1] = ARGV[i]
  end
end
return settled
