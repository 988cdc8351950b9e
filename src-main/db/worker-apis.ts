// The workers' interfaces as calls to threads. Every operation is named here once; leaving one out does not compile.
import type { CacheInspectorApi, CacheReaderApi, CacheWriterApi, MovableReaderApi, ShadowWriterApi } from './cache-api.ts'
import type { EvaluationApi } from './evaluation-api.ts'
import type { GuardApi } from './guard-api.ts'
import type { LedgerApi } from './ledger-api.ts'
import type { WorkerClient } from './worker-client.ts'

type Operations<Api> = { readonly [Name in keyof Api]: true }

const ledgerOperations: Operations<LedgerApi> = {
  ...{ append: true, recordOutcomes: true, unsent: true, tray: true, since: true, find: true, lastS: true, settle: true },
  ...{ trayPage: true, trayCounts: true, waitingOf: true, ground: true, dependents: true, takeBack: true },
  ...{
    acceptedOutside: true,
    acceptedWithin: true,
    reopen: true,
    reopenLane: true,
    saveDraft: true,
    drafts: true,
    draft: true,
    draftCountOfOthers: true,
    steps: true,
    endStep: true,
  },
  ...{ takeNumber: true, addBlocks: true, numbersLeft: true, audit: true, verify: true, saveSignIn: true, currentSignIn: true },
  ...{ stageAttachment: true, openAttachments: true, attachment: true, attachmentsOfCase: true, noteAttachment: true },
  ...{ dropAttachment: true, strayAttachments: true, sendableAttachments: true, reopenAttachments: true },
  ...{ getMeta: true, setMeta: true, heads: true, hashesAt: true, close: true },
  ...{ waitingNumbers: true, commandsAt: true, keepNeighbours: true, dropNeighbours: true, forgetNeighboursBut: true },
  ...{ neighbours: true, neighbourHead: true },
  ...{ auditPage: true, auditSpan: true, auditLinks: true, auditOlderThan: true, auditEnds: true, cutAudit: true },
}

export const writerOperations: Operations<CacheWriterApi> = {
  ...{
    applyPage: true,
    overlay: true,
    settle: true,
    cursor: true,
    isCarried: true,
    appliedS: true,
    foldFrom: true,
    pendingIds: true,
    begin: true,
    mend: true,
    revisions: true,
    sweep: true,
    close: true,
  },
  ...{ overlayNeighbours: true, settleNeighbours: true, neighboursShown: true, leaveOtherLives: true },
}

const shadowOperations: Operations<ShadowWriterApi> = { ...writerOperations, takeOver: true, discard: true }
const inspectorOperations: Operations<CacheInspectorApi> = { digests: true, bucketsOf: true, check: true, close: true }

const guardOperations: Operations<GuardApi> = {
  ...{ backup: true, space: true, release: true, suspect: true, forgive: true, inspect: true },
  ...{ tries: true, keepTries: true },
  ...{ rebuild: true, exportFiles: true, close: true },
}

const evaluationOperations: Operations<EvaluationApi> = {
  ...{ evaluationCounts: true, evaluationStages: true, evaluationRepeats: true, evaluationLateness: true, evaluationGap: true },
  ...{ evaluationBehind: true, evaluationBehindStage: true },
  ...{ evaluationHours: true, evaluationClosedOn: true, evaluationGrids: true },
  ...{ evaluationGridCounts: true, evaluationHotSpots: true, evaluationStanding: true, evaluationPosts: true },
}

const readerOperations: Operations<CacheReaderApi> = {
  ...evaluationOperations,
  ...{
    workList: true,
    workListCounts: true,
    caseById: true,
    briefs: true,
    searchCases: true,
    searchPlaces: true,
    nearbyCases: true,
  },
  ...{ casesByPhoneKey: true, pins: true, pressing: true, figures: true, gridAt: true, dutyGrid: true, component: true },
  ...{
    componentsNear: true,
    nearestStreet: true,
    departments: true,
    people: true,
    cameras: true,
    vehicles: true,
    devices: true,
    person: true,
    catalogue: true,
    calendar: true,
  },
  ...{ hallSettings: true, basemapSettings: true, departmentHistory: true, counts: true, handover: true, revisions: true },
  ...{ tile: true, close: true },
}

function apiOf<Api>(operations: Operations<Api>, worker: WorkerClient): Api {
  const calls = Object.keys(operations).map((op) => [op, (...args: unknown[]) => worker.call(op, args)])
  // Each operation answers what its worker's implementation of the same interface returns.
  return { ...Object.fromEntries(calls), close: () => worker.close() } as Api
}

export function ledgerOf(worker: WorkerClient): LedgerApi {
  return apiOf(ledgerOperations, worker)
}

export function cacheWriterOf(worker: WorkerClient): CacheWriterApi {
  return apiOf(writerOperations, worker)
}

export function readerOf(worker: WorkerClient): MovableReaderApi {
  return apiOf<MovableReaderApi>({ ...readerOperations, reopen: true }, worker)
}

export function shadowOf(worker: WorkerClient): ShadowWriterApi {
  return { ...apiOf(shadowOperations, worker), discard: () => worker.end('discard') }
}

export function guardOf(worker: WorkerClient): GuardApi {
  return apiOf(guardOperations, worker)
}

export function inspectorOf(worker: WorkerClient): CacheInspectorApi {
  return apiOf(inspectorOperations, worker)
}

/**
 * Several readers as one. Tiles have the last one to themselves and figures the one before it (which alone holds every case's
 * facts in memory), so that a list never waits for a map or a board; the others take turns. With fewer readers they share.
 */
export function readerPool(readers: readonly CacheReaderApi[]): CacheReaderApi {
  const [first] = readers
  if (first === undefined) throw new Error('a pool needs a reader')
  const forTiles = readers.at(-1) ?? first
  const forFigures = readers.at(-2) ?? first
  const forLists = readers.length > 2 ? readers.slice(0, -2) : readers.slice(0, 1)
  let turn = 0
  const next = (): CacheReaderApi => {
    turn = (turn + 1) % forLists.length
    return forLists[turn] ?? first
  }
  const calls = Object.keys(readerOperations).map((op) => [
    op,
    (...args: unknown[]): unknown =>
      callOn(op === 'tile' ? forTiles : op in evaluationOperations ? forFigures : next(), op, args),
  ])
  const close = async (): Promise<void> => {
    await Promise.all(readers.map((reader) => reader.close()))
  }
  return { ...Object.fromEntries(calls), close } as CacheReaderApi
}

function callOn(reader: CacheReaderApi, op: string, args: readonly unknown[]): unknown {
  const operation: unknown = Reflect.get(reader, op)
  if (typeof operation !== 'function') throw new Error(`a reader cannot ${op}`)
  return Reflect.apply(operation, reader, args)
}
