// Just enough of protocol buffers to write a tile of points.

const TEXT = new TextEncoder()
const VARINT = 0
const DOUBLE = 1
const BYTES = 2

export class PbfWriter {
  #bytes = new Uint8Array(1_024)
  #length = 0

  uint(field: number, value: number): void {
    this.#varint(field * 8 + VARINT)
    this.#varint(value)
  }

  double(field: number, value: number): void {
    this.#varint(field * 8 + DOUBLE)
    this.#reserve(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true)
    this.#length += 8
  }

  text(field: number, value: string): void {
    this.bytes(field, TEXT.encode(value))
  }

  bytes(field: number, value: Uint8Array): void {
    this.#varint(field * 8 + BYTES)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  /** Whole numbers one behind the other. */
  packed(field: number, values: readonly number[]): void {
    const inner = new PbfWriter()
    for (const value of values) inner.#varint(value)
    this.bytes(field, inner.finish())
  }

  /** The bytes written so far, in a buffer of their own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #varint(value: number): void {
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

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
