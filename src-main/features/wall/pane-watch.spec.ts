import { describe, expect, it } from 'vitest'
import { PaneWatch } from './pane-watch.ts'

describe('the watch over panes', () => {
  it('tells one that stands still from one that lives, and leaves a fresh one time to come up', () => {
    const watch = new PaneWatch()
    watch.expect(['d1'], 0)
    for (let second = 0; second <= 40; second += 1)
      watch.beat('d1', { painted: Math.min(second, 25), clockErrorMs: null }, second * 1_000)

    expect(watch.lost(30_000)).toEqual([])
    expect(watch.lost(40_000)).toEqual([{ pane: 'd1', why: 'stuck' }])
    expect(watch.lost(41_000)).toEqual([])
    watch.beat('d1', { painted: 0, clockErrorMs: 0.1 }, 42_000)
    expect(watch.states(['d1', 'd2'], 42_000)).toEqual([
      { pane: 'd1', state: 'alive', clockErrorMs: 0.1, replaced: 1 },
      { pane: 'd2', state: 'missing', clockErrorMs: null, replaced: 0 },
    ])
  })

  it('leaves a machine that brings no window up in time in peace longer and longer, until one has lived for a while', () => {
    const watch = new PaneWatch()
    watch.expect(['d1'], 0)
    const replacedAt: number[] = []
    const lookUntil = (from: number, to: number, beats: (second: number) => boolean): void => {
      for (let second = from; second < to; second += 1) {
        if (beats(second)) watch.beat('d1', { painted: second, clockErrorMs: null }, second * 1_000)
        if (watch.lost(second * 1_000).length > 0) replacedAt.push(second)
      }
    }

    lookUntil(0, 200, () => false)
    lookUntil(200, 400, () => true)
    lookUntil(400, 407, () => false)
    // Up, out of breath, up again: no more often than one that never comes up.
    lookUntil(407, 600, (second) => second % 15 < 8)

    expect(replacedAt).toEqual([20, 60, 140, 405, 448, 538])
  })
})
