import type { Readable } from 'node:stream'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { LinkResult } from '../link/platform-client.ts'
import type { ClaimReply, ClaimRequest, OfferRequest } from './lines.ts'
import type { WallReply, WallWord } from './wall-words.ts'

/** The way to other hosts; mutual TLS in a hall, invented weather in the simulation. */
export interface LanWire {
  /** The other host's stream, ended by the signal. */
  open(peer: DeviceRow, request: OfferRequest, signal: AbortSignal): Promise<LinkResult<Readable>>
  ask(peer: DeviceRow, request: ClaimRequest): Promise<LinkResult<ClaimReply>>
  tellWall(peer: DeviceRow, word: WallWord): Promise<LinkResult<WallReply>>
}

/** Where lines for one other host go. */
export interface LineSink {
  /** Resolves when there is room for more. */
  write(line: string): Promise<void>
  end(): void
}
