// Two steps that must be one for Redis, because the stream is trimmed by its writers at any moment.
import { RedisScript } from './redis-script.js';

const SHARED = `
local function toMap(flat)
  local map = {}
  for i = 1, #flat, 2 do map[flat[i]] = flat[i + 1] end
  return map
end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-?(%d*)$')
  return tonumber(ms), tonumber(seq) or 0
end
local function isBefore(a, b)
  local aMs, aSeq = parts(a)
  local bMs, bSeq = parts(b)
  return aMs < bMs or (aMs == bMs and aSeq < bSeq)
end
`;

/**
 * Makes the consumer group where it is missing.
 * KEYS[1] stream. ARGV[1] group, ARGV[2] '0', '$' or the last entry already handled.
 * Output: [1 when it was made, else 0; id of the newest entry that the stream ever had].
 *
 * A stream whose newest entry is older than what was handled is another stream (Redis came back without its
 * data): all of it is new. ENTRIESREAD lets the other script count what is trimmed unread later on.
 */
export const ENSURE_GROUP = new RedisScript(`${SHARED}
local added, removed, newest = 0, 0, '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local stream = toMap(redis.call('XINFO', 'STREAM', KEYS[1]))
  added, newest = stream['entries-added'], stream['last-generated-id']
  removed = added - stream['length']
end
local from, read = ARGV[2], nil
if from == '$' then from, read = newest, added
elseif from == '0' or isBefore(newest, from) then from, read = '0', removed end
local create = {'XGROUP', 'CREATE', KEYS[1], ARGV[1], from, 'MKSTREAM'}
if read then create[7], create[8] = 'ENTRIESREAD', read end
local made = redis.pcall(unpack(create))
if type(made) == 'table' and made.err then
  if string.find(made.err, 'BUSYGROUP', 1, true) then return {0, newest} end
  return made
end
return {1, newest}
`);

/**
 * Reads new entries for a consumer without waiting, and counts those that were trimmed before the group came to
 * them. Redis 7.0 loses count when a group reads across a gap, so the group is first moved to the gap's end.
 * KEYS[1] stream. ARGV[1] group, ARGV[2] consumer, ARGV[3] most entries.
 * Output: [trimmed unread, entries behind after this read or -1, [[id, [field, value, ...]], ...]].
 */
export const READ_NEW = new RedisScript(`${SHARED}
local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
local group
if not groups.err then
  for _, flat in ipairs(groups) do
    local candidate = toMap(flat)
    if candidate['name'] == ARGV[1] then group = candidate end
  end
end
if not group then return redis.error_reply('NOGROUP No such consumer group') end
local stream = toMap(redis.call('XINFO', 'STREAM', KEYS[1]))
local removed = stream['entries-added'] - stream['length']
local read, trimmed = group['entries-read'], 0
if type(read) == 'number' and removed > read then
  local last = stream['last-generated-id']
  if stream['length'] > 0 then
    local ms, seq = parts(stream['first-entry'][1])
    if seq > 0 then last = string.format('%.0f-%.0f', ms, seq - 1)
    else last = string.format('%.0f-18446744073709551615', ms - 1) end
  end
  if isBefore(group['last-delivered-id'], last) then
    trimmed = removed - read
    redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], last, 'ENTRIESREAD', removed)
    read = removed
  end
end
local reply = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
local entries = reply and reply[1][2] or {}
local behind = type(read) == 'number' and stream['entries-added'] - read - #entries or -1
return {trimmed, behind, entries}
`);
