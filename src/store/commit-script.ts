/** What the script answers when nothing was written; otherwise the indexes (from 1) of the conditions that failed. */
export const tooLate = -1
export const fenced = -2

/**
 * Milliseconds that commits rest after Redis has lost what it had acknowledged: by then an assertion (60 s, up to 10 s
 * ahead), a code (60 s) and a DPoP nonce (120 s) that it may have forgotten to be used can't be used any more.
 */
const fenceMilliseconds = 130_000

/** Milliseconds that a node's counter is kept: a node that was idle for so long is taken for a new one. */
export const counterMilliseconds = 7 * 24 * 3600 * 1000

/**
 * A whole change in one script, so in one atomic step: first all conditions, then all writes.
 *
 * KEYS: the fence, this node's counter, then those that must be absent, those that must be unchanged, those to set,
 * those to delete.
 * ARGV: the deadline in milliseconds of Redis's own clock (0: none), the last number of this node that Redis has
 * acknowledged, the number of this commit, how many keys are of each of the first three kinds, the expected values,
 * then for each set its value and its life in milliseconds (0: for good).
 *
 * The deadline is there because a stopped Redis keeps what it was sent and carries it out when it goes on, long after
 * the caller was told no. The counter, because a replica that took over may have missed the last writes: a node that
 * finds its own missing puts up the fence for all. Sets come before deletions because a Redis whose memory is full
 * refuses a set in the middle of a script, and what ran before it stays done; the first set is refused if any is.
 */
export const commitScript = `
local deadline, acknowledged = tonumber(ARGV[1]), tonumber(ARGV[2])
if deadline > 0 then
  local now = redis.call('TIME')
  if now[1] * 1000 + math.floor(now[2] / 1000) > deadline then return { ${tooLate} } end
end
if redis.call('EXISTS', KEYS[1]) == 1 then return { ${fenced} } end
if tonumber(redis.call('GET', KEYS[2]) or '0') < acknowledged then
  redis.call('SET', KEYS[1], '1', 'PX', ${fenceMilliseconds})
  return { ${fenced} }
end
local absent, unchanged, sets = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local failed = {}
for i = 1, absent do
  if redis.call('EXISTS', KEYS[2 + i]) == 1 then failed[#failed + 1] = i end
end
for i = 1, unchanged do
  if redis.call('GET', KEYS[2 + absent + i]) ~= ARGV[6 + i] then failed[#failed + 1] = absent + i end
end
if #failed > 0 then return failed end
redis.call('SET', KEYS[2], ARGV[3], 'PX', ${counterMilliseconds})
local before = 2 + absent + unchanged
for i = 1, sets do
  local value, life = ARGV[6 + unchanged + 2 * i - 1], ARGV[6 + unchanged + 2 * i]
  if life == '0' then redis.call('SET', KEYS[before + i], value)
  else redis.call('SET', KEYS[before + i], value, 'PX', life) end
end
for i = before + sets + 1, #KEYS do redis.call('DEL', KEYS[i]) end
return failed
`
