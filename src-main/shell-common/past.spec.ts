import { describe, expect, it } from 'vitest'
import { PastVoice } from './past.ts'

function voiceAt(): { voice: PastVoice; said: string[]; wait: (ms: number) => void } {
  let ms = 0
  const said: string[] = []
  const voice = new PastVoice((zh, en) => said.push(`${zh} · ${en}`), { now: () => 0, monotonicMs: () => ms })
  return {
    voice,
    said,
    wait(more) {
      ms += more
    },
  }
}

const half = { done: false, daysDone: 100, days: 200, cases: 10_000, elapsedMs: 20_000 }

describe('the words about the past', () => {
  it('come now and then, with count, rate and time left, and at the end', () => {
    const { voice, said, wait } = voiceAt()

    voice.heard(half)
    wait(6_000)
    voice.heard(half)
    voice.heard(half)
    voice.heard({ ...half, done: true, daysDone: 200, cases: 20_000 })

    expect(said).toEqual([
      '正在生成历史案件 100/200 天，10,000 件，每秒 500 件，约剩 20 秒 · writing the past: 100/200 days, 10,000 cases, 500/s, about 20 s left',
      '历史案件已生成，共 20,000 件 · the past is written: 20,000 cases',
    ])
  })

  it('are not said where nothing was written', () => {
    const { voice, said } = voiceAt()

    voice.heard({ ...half, done: true, cases: 0 })

    expect(said).toEqual([])
  })
})
