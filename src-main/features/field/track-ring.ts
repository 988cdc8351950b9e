// The newest fixes of one object in typed columns: an array of objects for 500 of them would cost a hundred times as much.

export interface RingFix {
  /** Epoch ms. */
  readonly at: number
  readonly lng: number
  readonly lat: number
  readonly headingDeg: number | null
  readonly speedKmh: number | null
}

export interface TrackColumns {
  readonly at: number[]
  readonly lng: number[]
  readonly lat: number[]
}

/** So long a fix is kept. */
export const RING_MS = 30 * 60_000
/** Half an hour at 1 Hz; whoever reports faster has a shorter memory. */
const MOST = 1_800
const FIRST = 32

/** Half an hour of fixes, oldest overwritten first; grows as needed up to {@link MOST}. The newest one always stays. */
export class TrackRing {
  #at = new Float64Array(FIRST)
  #lng = new Float64Array(FIRST)
  #lat = new Float64Array(FIRST)
  #heading: number | null = null
  #speed: number | null = null
  #start = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  /** False when it is not newer than the newest. */
  push(fix: RingFix): boolean {
    const last = this.last()
    if (last !== null && fix.at <= last.at) return false
    while (this.#size > 0 && (this.#at[this.#start] ?? 0) < fix.at - RING_MS) this.#dropOldest()
    if (this.#size === this.#at.length) this.#makeRoom()
    const place = this.#place(this.#size)
    this.#at[place] = fix.at
    this.#lng[place] = fix.lng
    this.#lat[place] = fix.lat
    this.#heading = fix.headingDeg
    this.#speed = fix.speedKmh
    this.#size += 1
    return true
  }

  last(): RingFix | null {
    return this.#size === 0 ? null : { ...this.#fixAt(this.#size - 1), headingDeg: this.#heading, speedKmh: this.#speed }
  }

  /** Position before the newest one. */
  previous(): Pick<RingFix, 'at' | 'lng' | 'lat'> | null {
    return this.#size < 2 ? null : this.#fixAt(this.#size - 2)
  }

  /** Epoch ms of the oldest fix kept; Infinity when there is none. */
  get since(): number {
    return this.#size === 0 ? Infinity : (this.#at[this.#start] ?? Infinity)
  }

  /** The fixes in [from, to], oldest first. */
  between(from: number, to: number): TrackColumns {
    const track: TrackColumns = { at: [], lng: [], lat: [] }
    for (let i = 0; i < this.#size; i += 1) {
      const { at, lng, lat } = this.#fixAt(i)
      if (at < from || at > to) continue
      track.at.push(at)
      track.lng.push(lng)
      track.lat.push(lat)
    }
    return track
  }

  #place(i: number): number {
    return (this.#start + i) % this.#at.length
  }

  #fixAt(i: number): Pick<RingFix, 'at' | 'lng' | 'lat'> {
    const place = this.#place(i)
    return { at: this.#at[place] ?? 0, lng: this.#lng[place] ?? 0, lat: this.#lat[place] ?? 0 }
  }

  #dropOldest(): void {
    this.#start = this.#place(1)
    this.#size -= 1
  }

  #makeRoom(): void {
    if (this.#at.length >= MOST) {
      this.#dropOldest()
      return
    }
    const wider = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const made = new Float64Array(Math.min(MOST, column.length * 2))
      for (let i = 0; i < this.#size; i += 1) made[i] = column[this.#place(i)] ?? 0
      return made
    }
    const [at, lng, lat] = [wider(this.#at), wider(this.#lng), wider(this.#lat)]
    this.#at = at
    this.#lng = lng
    this.#lat = lat
    this.#start = 0
  }
}
