import { describe, expect, it, vi } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import type { WallAnswer, WallWord } from '../../lan/wall-words.ts'
import { OtherWalls } from './other-walls.ts'

const push: WallWord = { do: 'push', lng: 116.95, lat: 31.45, caseId: null, title: '周瑜大道', seconds: 60 }
const reply = { panes: 4, alive: 4, scene: '日间一图', rotates: false, pushed: null } as const
const from = (seat: string, more: WallAnswer['reply']): WallAnswer => ({ seat: seat as SeatId, name: `${seat} 号席`, reply: more })

/** The walls of others, as they answer next; told again whenever the clock has moved on. */
function aDesk() {
  const clock = { ms: 0 }
  const said: string[] = []
  const next: { answers: WallAnswer[] } = { answers: [] }
  const raised: string[] = []
  const lan = {
    tellWalls: (word: WallWord) => {
      said.push(word.do)
      return Promise.resolve(next.answers)
    },
  }
  const signals = { raise: (name: string) => raised.push(name) }
  const walls = new OtherWalls({ lan, clock: { monotonicMs: () => clock.ms }, time: { now: () => clock.ms }, signals } as never)
  return { walls, clock, said, raised, next }
}

describe('the other walls of the hall at the desk', () => {
  it('are asked while somebody looks, and not at every look', async () => {
    const { walls, clock, said, raised, next } = aDesk()
    next.answers = [from('W2', reply), from('W1', { ...reply, alive: 3 }), from('3', { ...reply, panes: 0 })]

    walls.list(true)
    walls.list(true)
    await vi.waitFor(() => expect(raised).toEqual(['wall']), SOON)

    expect(walls.list(true)).toMatchObject([{ seat: 'W1', alive: 3, push: 'none' }, { seat: 'W2', isKnown: true, silentSince: null }])
    expect(said).toEqual(['ask'])
    clock.ms = 5_000
    walls.list(true)
    expect(said).toEqual(['ask', 'ask'])
  })

  it('show which of them shows a push and which has not answered to it, until it is taken back', async () => {
    const { walls, next } = aDesk()
    next.answers = [from('W1', reply), from('W2', reply)]
    await walls.tell({ do: 'ask' })

    next.answers = [from('W1', { ...reply, pushed: 'yours' }), from('W2', null)]
    await walls.tell(push)
    expect(walls.list(true)).toMatchObject([{ push: 'shown' }, { push: 'unheard', silentSince: 0, scene: '日间一图' }])

    next.answers = [from('W1', { ...reply, pushed: 'another' }), from('W2', reply)]
    await walls.tell({ do: 'ask' })
    expect(walls.list(true)).toMatchObject([{ push: 'none' }, { push: 'unheard', silentSince: null }])

    expect(walls.list(false)).toMatchObject([{ push: 'none' }, { push: 'none' }])
    await walls.tell({ do: 'end' })
    expect(walls.list(true)).toMatchObject([{ push: 'none' }, { push: 'none' }])
  })

  it('turn out to show a push whose answer was lost', async () => {
    const { walls, next } = aDesk()
    next.answers = [from('W1', reply)]
    await walls.tell({ do: 'ask' })
    next.answers = [from('W1', null)]
    await walls.tell(push)

    next.answers = [from('W1', { ...reply, pushed: 'yours' })]
    await walls.tell({ do: 'ask' })

    expect(walls.list(true)).toMatchObject([{ silentSince: null, push: 'shown' }])
  })

  it('that have never answered are named with the time they are waited for since, until it turns out that there is none', async () => {
    const { walls, clock, next } = aDesk()
    next.answers = [from('W1', null), from('2', null)]
    clock.ms = 1_000
    await walls.tell({ do: 'ask' })
    clock.ms = 9_000
    await walls.tell(push)

    const silent = { isKnown: false, silentSince: 1_000, push: 'unheard' }
    expect(walls.list(true)).toMatchObject([{ seat: '2', ...silent }, { seat: 'W1', name: 'W1 号席', ...silent }])

    next.answers = [from('W1', reply), from('2', { ...reply, panes: 0 })]
    await walls.tell({ do: 'ask' })
    next.answers = [from('W1', reply), from('2', null)]
    await walls.tell({ do: 'ask' })
    expect(walls.list(true)).toMatchObject([{ seat: 'W1', isKnown: true, silentSince: null, alive: 4, push: 'unheard' }])
  })

  it('are none to a machine that speaks to no other', () => {
    expect(new OtherWalls({ lan: null } as never).list(true)).toBeNull()
  })
})
