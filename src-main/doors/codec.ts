import { Decoder, Encoder } from '@msgpack/msgpack'
import { MAX_UP_BYTES, UpFrame } from '#shared/contracts/frames.ts'
import type { DownFrame } from '#shared/contracts/frames.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

const encoder = new Encoder({ ignoreUndefined: true })
const decoder = new Decoder({
  maxStrLength: MAX_UP_BYTES,
  maxBinLength: MAX_UP_BYTES,
  maxArrayLength: 20_000,
  maxMapLength: 2_000,
})

export function encodeDown(frame: DownFrame): Uint8Array {
  // A copy: the encoder hands out views of one shared buffer, and wires send later.
  return encoder.encode(frame).slice()
}

/** One frame from a window: size, msgpack and shape are checked before anything looks inside. */
export function decodeUp(bytes: Uint8Array): Result<UpFrame> {
  if (bytes.byteLength > MAX_UP_BYTES) return refuse('too-large', `${bytes.byteLength} bytes`)
  let raw: unknown
  try {
    raw = decoder.decode(bytes)
  } catch (error) {
    return refuse('bad-request', error instanceof Error ? error.message : 'undecodable')
  }
  const frame = UpFrame.safeParse(raw)
  return frame.success ? ok(frame.data) : refuse('bad-request', 'unknown frame')
}
