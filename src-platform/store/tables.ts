import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** JSON that PostgreSQL returns parsed and takes as text. */
type Json = ColumnType<unknown, string | null, string | null>
type Bytes = ColumnType<Buffer, Buffer, Buffer>
/** bigint columns hold epoch milliseconds and sequence numbers below 2^53; the pool parses them to numbers. */
type Big = number

export interface HallTable {
  id: string
  /** One life of this store; a restored backup gets a new one. */
  epoch: string
  hall_key_id: string
  hall_key: Bytes
  created_at: Big
}

/** Truth and feed at once: the latest version of every entity, standing at the seq of that version. */
export interface EntityTable {
  hall: string
  kind: string
  id: string
  ver: number
  seq: Big
  deleted: boolean
  row: JSONColumnType<Record<string, unknown>, string | null, string | null>
  external_id: string | null
  /** Last seq of what was committed together with this version; null: it stands alone. */
  unit_end: Big | null
}

/** Of the present rows of a kind whose id falls into the bucket: how many, and the XOR of their hashes (migration 0060). */
export interface DigestTable {
  hall: string
  kind: string
  bucket: string
  count: Big
  high: Big
  low: Big
}

export interface FeedHeadTable {
  hall: string
  seq: Big
}

/** Every command ever settled with its outcome; an outcome is never changed. */
export interface CommandTable {
  id: string
  hall: string
  hash: string
  device: string | null
  seat: string | null
  s: number | null
  person: string | null
  case_id: string
  action: string
  /** Null when it could not be stored (text PostgreSQL cannot hold). */
  body: Json
  outcome: Json
  received_at: Big
  /** What a sender without a ledger said when it was done, where that does not count (commands/act-time.ts). */
  said_at: Big | null
}

/** How far a seat has come in a lane; `device` tells a seat enrolled anew from the machine it replaced. */
export interface LaneTable {
  hall: string
  seat: string
  lane: string
  device: string
  n: number
}

export interface DeviceTable {
  id: string
  hall: string
  seat: string
  name: string
  token_hash: string
  enrolled_at: Big
  revoked_at: Big | null
  role: ColumnType<'seat' | 'wall', 'seat' | 'wall' | undefined, never>
  /** Ed25519, base64url of SPKI; null until the machine has registered it. */
  signing_key: ColumnType<string | null, string | null | undefined, string>
  revoked_reason: ColumnType<string | null, string | null | undefined, string>
  /** The current key when this machine was last handed the hall's keys, and when that became so. */
  key_id: ColumnType<string | null, string | null | undefined, string>
  key_at: ColumnType<Big | null, number | null | undefined, number>
}

/** Every key the hall has had; the one with the highest `n` is current and stands in {@link HallTable} too. */
export interface HallKeyTable {
  hall: string
  n: number
  id: string
  key: Bytes
  made_at: Big
}

export interface EnrolmentCodeTable {
  code_hash: string
  hall: string
  seat: string
  created_at: Big
  used_at: Big | null
  device: string | null
  role: ColumnType<'seat' | 'wall', 'seat' | 'wall' | undefined, never>
  /** Of the machine that has used it; null also where it made no claim. */
  claim_hash: string | null
}

export interface PersonSecretTable {
  hall: string
  person: string
  /** Argon2id string. */
  secret: string
  changed_at: Big
}

/** Failures per number tried, whether such a person exists or not, so that the answers cannot be told apart. */
export interface SignInFailureTable {
  hall: string
  person: string
  failures: number
  last_at: Big
  locked_until: Big | null
}

export interface SignInTable {
  id: string
  hall: string
  person: string
  device: string | null
  posts: string[]
  shift: string | null
  at: Big
}

export interface TokenTable {
  token_hash: string
  hall: string
  sign_in: string
  person: string
  posts: string[]
  expires_at: Big
}

/** 案卷号 blocks, good for the `holder` (`seat:1`, `person:2001`); only the `lessee`, a device or that person, is told of them. */
export interface NumberBlockTable {
  hall: string
  day: string
  from_serial: number
  to_serial: number
  holder: string
  lessee: string
  leased_at: Big
}

export interface UploadTable {
  hall: string
  hash: string
  size: Big
  name: string
  mime: string
  by: string
  at: Big
}

/** The newest position of each object; degrees in 1e-6, speed in 0.1 km/h. */
export interface PositionLatestTable {
  hall: string
  object: string
  at: Big
  lng: number
  lat: number
  heading: number | null
  speed: number | null
}

/** A piece of a track: the fixes of one object in [from_at, to_at], packed. Pieces may overlap. */
export interface PositionBlockTable {
  id: string
  hall: string
  object: string
  from_at: Big
  to_at: Big
  fixes: number
  data: Bytes
}

/** A head of a seat's ledger as its machine told it. */
export interface AnchorTable {
  id: Generated<Big>
  hall: string
  device: string
  seat: string
  generation: number
  s: number
  hash: string
  audit_n: number
  audit_hash: string
  at: Big
}

export interface AuditTable {
  id: Generated<Big>
  hall: string
  at: Big
  who: string
  what: string
  detail: Json
}

export interface Tables {
  hall: HallTable
  hall_key: HallKeyTable
  entity: EntityTable
  digest: DigestTable
  feed_head: FeedHeadTable
  command: CommandTable
  lane: LaneTable
  device: DeviceTable
  enrolment_code: EnrolmentCodeTable
  person_secret: PersonSecretTable
  sign_in_failure: SignInFailureTable
  sign_in: SignInTable
  token: TokenTable
  number_block: NumberBlockTable
  upload: UploadTable
  position_latest: PositionLatestTable
  position_block: PositionBlockTable
  anchor: AnchorTable
  audit: AuditTable
}
