import { describe, expect, it } from 'vitest'
import { fillingWords, FillingVoice } from './filling.ts'

function listening() {
  const said: string[] = []
  let nowMs = 0
  const clock = { now: () => nowMs, monotonicMs: () => nowMs }
  const voice = new FillingVoice((zh) => said.push(zh), clock)
  return { voice, said, pass: (ms: number) => (nowMs += ms) }
}

describe('the first start', () => {
  it('tells share, rows, rate and the time left', () => {
    expect(fillingWords({ done: 46_000, of: 186_000 }, 20_000)).toEqual([
      '正在生成示范城区 24 %，46,000/186,000 行，每秒 20,000 行，约剩 7 秒',
      'making the town 24 %, 46,000/186,000 rows, 20,000/s, about 7 s left',
    ])
    expect(fillingWords({ done: 0, of: 10 }, 0)[0]).toBe('正在生成示范城区 0 %，0/10 行')
  })

  it('speaks once a second and at the end', () => {
    const { voice, said, pass } = listening()

    for (let done = 0; done <= 10_000; done += 1_000) {
      voice.heard({ done, of: 10_000 })
      pass(300)
    }

    expect(said.length).toBe(4)
    expect(said[0]).toContain(' 0 %')
    expect(said.at(-1)).toContain('100 %')
  })

  it('counts anew when the platform had to begin again', () => {
    const { voice, said, pass } = listening()
    voice.heard({ done: 8_000, of: 10_000 })
    pass(5_000)

    voice.heard({ done: 1_000, of: 10_000 })
    pass(1_000)
    voice.heard({ done: 3_000, of: 10_000 })

    expect(said.at(-1)).toContain('每秒 2,000 行，约剩 4 秒')
  })
})
