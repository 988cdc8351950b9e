// What a host says to its windows, with sensible values for all that a spec does not care about.
import type { HeldEntry, LinkStatus, OutboxDetail, OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import type { SessionStatus, SignedIn } from '#shared/contracts/session.contract.ts'
import { CaseId, CaseNo, CmdId, PersonId } from '#shared/kernel/ids.ts'

/** 2026-11-20 14:26:08 in China. */
export const windowTime = Date.parse('2026-11-20T14:26:08+08:00')

const uuid = (n: number): string => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const aLinkStatus = (more: Partial<LinkStatus> = {}): LinkStatus => ({
  rung: 'normal', since: windowTime, reason: null, waiting: 0, rejected: 0, lastContactAt: windowTime, freshAt: windowTime, rebuild: null,
  behind: 0, ratePerSecond: 0, clockOffsetMs: 100, timeDoubt: false, hostTime: Date.now(), ...more,
})

export const aSignedIn = (more: Partial<SignedIn> = {}): SignedIn => ({
  signIn: 'sign-in-1', person: PersonId.parse('1001'), name: '王丽', posts: ['acceptor'],
  shift: { id: 'day', name: '白班', from: '08:00', to: '20:00' }, since: windowTime, locked: false, attested: true, ...more,
})

export const aSessionStatus = (more: Partial<SessionStatus> = {}): SessionStatus => ({
  hallName: '舒城县数字化城市管理监督指挥中心', seat: '3', version: '0.1.0', zoneOffsetMinutes: 480, signedIn: null,
  shifts: [{ id: 'day', name: '白班', from: '08:00', to: '20:00' }, { id: 'night', name: '夜班', from: '20:00', to: '08:00' }],
  rosterSize: 31, offlineUntil: null, extendFrom: null, idleLockMinutes: 5, 
  cache: { cases: 119_482, components: 2_000, syncedAt: windowTime }, handover: { overdue: 2, dueWithinHour: 4 }, left: null,
  ...more,
})

/** Entry `n` of the tray: waiting at place `n`, of a case of its own. */
export const anOutboxEntry = (n: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: CmdId.parse(uuid(n)), s: n, caseId: CaseId.parse(uuid(1000 + n)),
  no: CaseNo.parse(`34152320261120${String(n).padStart(5, '0')}`), className: '上水井盖',
  action: 'file', at: windowTime, personName: '王丽', state: 'waiting', position: n, after: null, causeId: null, code: null, ...more,
})

/** Entry `n`, rejected because seat 5 has dispatched the case to somebody else meanwhile. */
export const aRejectedEntry = (n: number): OutboxEntry => anOutboxEntry(n, { state: 'rejected', position: null, action: 'dispatch', code: 'stale-base' })

/** Entry `n`, built on the rejected entry 1. */
export const aHeldEntry = (n: number, more: Partial<HeldEntry> = {}): HeldEntry => ({
  ...anOutboxEntry(n, { state: 'held', action: 'answer', position: null, causeId: aRejectedEntry(1).id }), words: '已更换井盖', ...more,
})

export const aRejectedDetail = (n: number, more: Partial<OutboxDetail> = {}): OutboxDetail => ({
  entry: aRejectedEntry(n), ground: { ver: 14, at: windowTime - 60_000 },
  theirs: { ver: 15, state: 'handling', byName: '李娜', bySeat: '5', at: windowTime },
  refusal: { code: 'stale-base', detail: null },
  differences: [
    { field: 'state', base: '待派遣', mine: '处置中', theirs: '处置中', open: false },
    { field: 'department', base: '市政管理所', mine: '县自来水公司', theirs: '县园林绿化中心', open: true },
    { field: 'handleDueAt', base: null, mine: null, theirs: '2026-11-21T10:00:00.000Z', open: false },
  ],
  same: 19, again: { action: 're-dispatch', words: '', refusal: { code: 'reason-required', detail: 'reason' } }, mergeRefusal: null,
  dependents: [], offline: true, timeDoubt: false, ...more,
})

export const anOutboxPage = (entries: readonly OutboxEntry[], more: Partial<OutboxPage> = {}): OutboxPage => {
  const of = (state: OutboxEntry['state']): number => entries.filter((entry) => entry.state === state).length
  return {
    offset: 0, entries: [...entries], total: entries.length, counts: { waiting: of('waiting') + of('sending'), rejected: of('rejected'), held: of('held') },
    oldestAt: entries.length === 0 ? null : Math.min(...entries.map(({ at }) => at)), ...more,
  }
}
