// Just enough of protocol buffers to write a tile of points, into one buffer that grows.

const TEXT = new TextEncoder()
const VARINT = 0
const DOUBLE = 1
const BYTES = 2
/** A character takes at most so many bytes of UTF-8 for each of its UTF-16 units. */
const BYTES_PER_UNIT = 3
/** Two numbers of 32 bits, seven in a byte. */
const MOST_STEP_BYTES = 10

export class PbfWriter {
  #bytes = new Uint8Array(4_096)
  #length = 0

  uint(field: number, value: number): void {
    this.#tag(field, VARINT)
    this.varint(value)
  }

  double(field: number, value: number): void {
    this.#tag(field, DOUBLE)
    this.#reserve(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  text(field: number, value: string): void {
    this.message(field, () => {
      this.#reserve(value.length * BYTES_PER_UNIT)
      this.#length += TEXT.encodeInto(value, this.#bytes.subarray(this.#length)).written
    })
  }

  /** A field whose bytes are what `write` writes: its length is put before it afterwards. */
  message(field: number, write: () => void): void {
    this.#tag(field, BYTES)
    this.#reserve(1)
    this.#length += 1
    const start = this.#length
    write()
    const size = this.#length - start
    const more = varintBytes(size) - 1
    this.#reserve(more)
    this.#bytes.copyWithin(start + more, start, this.#length)
    this.#length = start - 1
    this.varint(size)
    this.#length += size
  }

  /** A bare number, inside a packed field. */
  varint(value: number): void {
    this.#reserve(10)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length] = (rest % 0x80) | 0x80
      this.#length += 1
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length] = rest
    this.#length += 1
  }

  /** A bare signed number of at most 31 bits, small ones in few bytes. */
  zigzag(value: number): void {
    this.varint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  /**
   * Points of a packed field, each as its bare signed steps from the one before: room is made once, and nothing is called for a
   * number, because tiles hold tens of thousands of them.
   */
  steps(x: ArrayLike<number>, y: ArrayLike<number>): void {
    const count = x.length
    this.#reserve(count * MOST_STEP_BYTES)
    const bytes = this.#bytes
    let at = this.#length
    let beforeX = 0
    let beforeY = 0
    for (let i = 0; i < count; i += 1) {
      const nextX = x[i] ?? 0
      const nextY = y[i] ?? 0
      const stepX = nextX - beforeX
      const stepY = nextY - beforeY
      let rest = ((stepX << 1) ^ (stepX >> 31)) >>> 0
      for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80
      bytes[at++] = rest
      rest = ((stepY << 1) ^ (stepY >> 31)) >>> 0
      for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80
      bytes[at++] = rest
      beforeX = nextX
      beforeY = nextY
    }
    this.#length = at
  }

  /** The bytes written so far, in a buffer of their own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #tag(field: number, wire: number): void {
    this.varint(field * 8 + wire)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

function varintBytes(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1
  return bytes
}
