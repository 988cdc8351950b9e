// Every operation of contract v1 as data: the platform serves from it and the OpenAPI document is generated from it.
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { Instant } from '#shared/domain/case/case-row.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { anchorEndpoints } from './anchor-endpoints.ts'
import { BulkKind, BulkReply, BulkRequest } from './bulk.ts'
import { ChangesPage, LEAST_PAGE_BYTES, StreamLine } from './changes.ts'
import { CommandsReply, CommandsRequest, OutcomesReply } from './commands.ts'
import { deviceEndpoints } from './device-endpoints.ts'
import { BucketReply, DigestParams, DigestsReply } from './digests.ts'
import { PositionsLine, PositionsReply, PositionsRequest, TrackReply } from './field.ts'
import {
  LeaseReply,
  LeaseRequest,
  PersonRow,
  SecretReply,
  SecretRequest,
  SignInReply,
  SignInRequest,
} from './people.ts'
import { LifeRequest, LifeStatus } from './life.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow } from './rows.ts'
import { FirstRows, SnapshotInfo, SnapshotParams, SnapshotQuery } from './snapshot.ts'
import { CaseReply, DepartmentCasesReply, DepartmentList, Health, TasksReply, TimeReply } from './system.ts'

/** Whose bearer token opens an operation; an empty list needs none. `builder` makes the platform's own snapshots. */
export type CallerKind = 'device' | 'person' | 'administrator' | 'builder'

export interface Endpoint {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Parameters in colon form: /v1/cases/:id */
  readonly path: string
  readonly summary: string
  /** What the schemas cannot say. */
  readonly description?: string
  readonly callers: readonly CallerKind[]
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly reply: z.ZodType
  /** Content of the reply when it is not one JSON value. */
  readonly stream?: 'application/x-ndjson' | 'application/octet-stream'
  /** HTTP statuses beside 200 that carry the same reply, with their meaning. */
  readonly also?: Readonly<Record<number, string>>
}

const endpoint = <const E extends Endpoint>(one: E): E => one

const whole = (least: number, most: number) => z.coerce.number().pipe(z.int().min(least).max(most))
const someKinds = z.string().regex(/^[a-z-]+(,[a-z-]+){0,15}$/)
const epochMs = whole(0, 253_402_300_799_999)
const cursor = { epoch: z.string().min(1).max(64), seq: whole(0, Number.MAX_SAFE_INTEGER), kinds: someKinds.optional() }

/** Lists are read in pages by id: give the last id as `after`; `next` is null at the end. */
const listQuery = z.object({ after: z.string().max(128).default(''), limit: whole(1, 1_000).default(500) })
const listOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() })
const readers = ['device', 'person', 'administrator'] as const

export const endpoints = {
  health: endpoint({
    method: 'GET',
    path: '/v1/health',
    summary: 'Is the platform there, and where does its feed stand?',
    callers: [],
    reply: Health,
    also: { 503: 'the store cannot be reached' },
  }),
  time: endpoint({ method: 'GET', path: '/v1/time', summary: 'Platform time', callers: [], reply: TimeReply }),

  ...deviceEndpoints,
  ...anchorEndpoints,

  signIn: endpoint({
    method: 'POST',
    path: '/v1/sign-ins',
    summary: 'Sign a person in, on a device or online',
    callers: [],
    body: SignInRequest,
    reply: SignInReply,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/v1/sign-ins/mine',
    summary: 'End the sign-in of the token sent',
    callers: ['person'],
    reply: z.object({ time: Instant }),
  }),
  setSecret: endpoint({
    method: 'PUT',
    path: '/v1/people/:id/secret',
    summary: 'Give a person a new secret',
    callers: ['administrator'],
    params: z.object({ id: PersonRow.shape.id }),
    body: SecretRequest,
    reply: SecretReply,
  }),

  changes: endpoint({
    method: 'GET',
    path: '/v1/changes',
    summary: 'One page of the feed after a cursor; it ends where a commit ended, so it may hold more than `limit`',
    callers: ['device', 'administrator', 'builder'],
    query: z.object({ ...cursor, limit: whole(1, 5_000).default(500) }),
    reply: ChangesPage,
  }),
  changesStream: endpoint({
    method: 'GET',
    path: '/v1/changes/stream',
    summary: 'The feed as it happens, with a heartbeat',
    callers: ['device', 'administrator'],
    /** `pageBytes`: how large a page may be; as the platform likes unless given. */
    query: z.object({ ...cursor, pageBytes: whole(LEAST_PAGE_BYTES, Number.MAX_SAFE_INTEGER).optional() }),
    reply: StreamLine,
    stream: 'application/x-ndjson',
  }),

  snapshot: endpoint({
    method: 'GET',
    path: '/v1/snapshot',
    summary: 'The ready cache file for a new seat; 404 where none is kept, 503 while it is made',
    callers: ['device'],
    query: SnapshotQuery,
    reply: SnapshotInfo,
  }),
  snapshotBytes: endpoint({
    method: 'GET',
    path: '/v1/snapshot/:sha256',
    summary: 'The file itself, one zstd frame; byte ranges are served',
    callers: ['device'],
    params: SnapshotParams,
    reply: z.string(),
    stream: 'application/octet-stream',
    also: { 206: 'the range asked for' },
  }),
  firstRows: endpoint({
    method: 'GET',
    path: '/v1/first-rows',
    summary: 'What a new seat needs to begin while the rest is on its way',
    callers: ['device'],
    reply: FirstRows,
  }),
  digests: endpoint({
    method: 'GET',
    path: '/v1/digests',
    summary: 'Counts and hashes of the rows of the hall, by kind and bucket',
    callers: ['device', 'administrator'],
    query: z.object({ epoch: cursor.epoch, seq: cursor.seq.default(0) }),
    reply: DigestsReply,
  }),
  digestBucket: endpoint({
    method: 'GET',
    path: '/v1/digests/:kind/:bucket',
    summary: 'Every row of one bucket',
    callers: ['device', 'administrator'],
    params: DigestParams,
    query: z.object({ epoch: cursor.epoch }),
    reply: BucketReply,
  }),

  commands: endpoint({
    method: 'POST',
    path: '/v1/commands',
    summary: 'Settle commands of a seat or of a person online',
    description:
      'Idempotent by id: the same command, compared as it was sent, gets the same outcome. Of a person online, `at` counts as ' +
      'said when it is not after the receipt, not before the last act on the case and at most 10 minutes old (72 hours with ' +
      '`offline`); otherwise the receipt counts and the flow record is marked `timeDoubt`. A seat’s `at` counts as said, but not ' +
      'after the receipt and not before the report. `current` is for those whose business the case is or was. Not for walls.',
    callers: ['device', 'person'],
    body: CommandsRequest,
    reply: CommandsReply,
    also: { 409: 'a lane gap: send the expected number first', 422: 'an id came with another body' },
  }),
  outcomes: endpoint({
    method: 'GET',
    path: '/v1/commands/outcomes',
    summary: 'What became of commands; unknown ids are left out',
    callers: readers,
    query: z.object({ ids: z.string().regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$/) }),
    reply: OutcomesReply,
  }),
  numbers: endpoint({
    method: 'POST',
    path: '/v1/numbers',
    summary: 'Lease blocks of case numbers',
    callers: ['device', 'person'],
    body: LeaseRequest,
    reply: LeaseReply,
  }),

  tasks: endpoint({
    method: 'GET',
    path: '/v1/tasks',
    summary: 'What waits for the signed-in department or inspector',
    callers: ['person'],
    reply: TasksReply,
  }),
  departmentCases: endpoint({
    method: 'GET',
    path: '/v1/department-cases',
    summary: 'What became of the cases of the signed-in department',
    callers: ['person'],
    query: z.object({
      list: DepartmentList.default('answered'),
      /** In number, class, address or description. */
      search: z.string().max(80).default(''),
      after: z
        .string()
        .regex(/^(\d{1,15}\.[0-9a-f-]{36})?$/)
        .default(''),
      limit: whole(1, 200).default(50),
    }),
    reply: DepartmentCasesReply,
  }),
  case: endpoint({
    method: 'GET',
    path: '/v1/cases/:id',
    summary: 'A case with its flow',
    callers: readers,
    params: z.object({ id: z.uuid() }),
    reply: CaseReply,
  }),

  grids: endpoint({
    method: 'GET',
    path: '/v1/grids',
    summary: 'Unit grids',
    callers: readers,
    query: listQuery,
    reply: listOf(GridRow),
  }),
  dutyGrids: endpoint({
    method: 'GET',
    path: '/v1/duty-grids',
    summary: 'Duty grids',
    callers: readers,
    query: listQuery,
    reply: listOf(DutyGridRow),
  }),
  components: endpoint({
    method: 'GET',
    path: '/v1/components',
    summary: 'Managed components',
    callers: readers,
    query: listQuery,
    reply: listOf(ComponentRow),
  }),
  departments: endpoint({
    method: 'GET',
    path: '/v1/departments',
    summary: 'Departments',
    callers: readers,
    query: listQuery,
    reply: listOf(DepartmentRow),
  }),
  people: endpoint({
    method: 'GET',
    path: '/v1/people',
    summary: 'People of the hall; verifiers are for seats only',
    description: 'Departments and inspectors see themselves and their own department, walls everybody; neither any telephone of others.',
    callers: readers,
    query: listQuery,
    reply: listOf(PersonRow),
  }),
  catalogue: endpoint({
    method: 'GET',
    path: '/v1/catalogue',
    summary: 'The catalogue in force',
    callers: readers,
    reply: CatalogueData,
  }),
  calendar: endpoint({
    method: 'GET',
    path: '/v1/calendar',
    summary: 'The working calendar in force',
    callers: readers,
    reply: CalendarData,
  }),

  reportPositions: endpoint({
    method: 'POST',
    path: '/v1/positions',
    summary: 'Report positions of inspectors and vehicles',
    callers: ['person', 'administrator'],
    body: PositionsRequest,
    reply: PositionsReply,
  }),
  positionsStream: endpoint({
    method: 'GET',
    path: '/v1/positions/stream',
    summary: 'The latest position of everything that moves, then what changes',
    callers: ['device', 'administrator'],
    reply: PositionsLine,
    stream: 'application/x-ndjson',
  }),
  track: endpoint({
    method: 'GET',
    path: '/v1/positions/track',
    summary: 'Where an object was',
    callers: ['device', 'administrator'],
    query: z.object({ object: FieldObjectId, from: epochMs, to: epochMs }),
    reply: TrackReply,
  }),

  life: endpoint({
    method: 'GET',
    path: '/v1/life',
    summary: 'The life of the generated town; 404 where there is none',
    callers: ['administrator'],
    reply: LifeStatus,
  }),
  setLife: endpoint({
    method: 'PUT',
    path: '/v1/life',
    summary: 'Set speed and pause of the life of the generated town',
    callers: ['administrator'],
    body: LifeRequest,
    reply: LifeStatus,
  }),

  bulk: endpoint({
    method: 'POST',
    path: '/v1/bulk/:kind',
    summary: 'Import rows; idempotent by id',
    callers: ['administrator'],
    params: z.object({ kind: BulkKind }),
    body: BulkRequest,
    reply: BulkReply,
  }),
  attachment: endpoint({
    method: 'GET',
    path: '/v1/attachments/by-hash/:hash',
    summary: 'Read an attachment; byte ranges are served',
    callers: readers,
    params: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    /** Departments and inspectors name the case it belongs to: they may read what belongs to a case of theirs. */
    query: z.object({ case: z.uuid().optional() }),
    reply: z.string(),
    stream: 'application/octet-stream',
    also: { 206: 'the range asked for' },
  }),
} as const satisfies Record<string, Endpoint>

/** Ids of the rows of which a hall has one in force. */
export const CURRENT_ID = 'current'
