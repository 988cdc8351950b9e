import type { Seeded } from './seeded.ts'

/** What befalls the wire of one seat. Numbers are probabilities unless their name says otherwise. */
export interface Weather {
  /** Nothing the platform says comes through. */
  readonly deaf: boolean
  /** Nothing the seat says comes through. */
  readonly mute: boolean
  readonly refused: boolean
  readonly slowMs: number
  readonly lostBefore: number
  /** The platform has done it, the reply is lost. */
  readonly lostAfter: number
  readonly twice: number
  readonly swapped: number
  readonly reset: number
  /** Half a reply or half a page. */
  readonly half: number
  readonly cutAfterLine: boolean
  /** Somebody else answers in the platform's place. */
  readonly intercepted: number
  readonly stranger: (chance: Seeded) => { status: number; data: string; headers?: Readonly<Record<string, string>> }
}

export const calm: Weather = {
  ...{
    deaf: false,
    mute: false,
    refused: false,
    slowMs: 0,
    lostBefore: 0,
    lostAfter: 0,
    twice: 0,
    swapped: 0,
    reset: 0,
    half: 0,
  },
  ...{ cutAfterLine: false, intercepted: 0, stranger: () => ({ status: 502, data: '' }) },
}

const portal = { status: 200, data: '<!doctype html><title>登录校园网</title>' }
const refusal = (code: string): string => JSON.stringify({ code, detail: null })

/** Slow, but never so that a seat would call itself 离线. */
export const sluggish: Weather = { ...calm, slowMs: 2_500 }

/** Kinds of weather by name; reliability.md (b) 18–27. */
export const weathers = {
  'blackhole': { ...calm, deaf: true, mute: true },
  'deaf': { ...calm, deaf: true },
  'mute': { ...calm, mute: true },
  'refused': { ...calm, refused: true },
  'slow': { ...calm, slowMs: 5_000, lostBefore: 0.05 },
  'dirty': { ...calm, lostAfter: 0.3, reset: 0.15, half: 0.1, twice: 0.2, swapped: 0.1 },
  'lossy': { ...calm, lostBefore: 0.2, lostAfter: 0.2 },
  'twice': { ...calm, twice: 0.7, swapped: 0.2 },
  'cut-after-line': { ...calm, cutAfterLine: true },
  'portal': { ...calm, intercepted: 1, stranger: () => portal },
  'busy': {
    ...calm,
    intercepted: 0.8,
    stranger: (chance) => ({
      status: chance.pick([429, 503]),
      data: refusal('platform-busy'),
      headers: { 'retry-after': String(chance.whole(1, 20)) },
    }),
  },
  'unauthorised': { ...calm, intercepted: 1, stranger: () => ({ status: 401, data: refusal('unauthorised') }) },
} as const satisfies Record<string, Weather>

export type WeatherName = keyof typeof weathers
