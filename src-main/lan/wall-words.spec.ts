import { expect, describe, it } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { aHallOf, LanHost } from '#tests/builders/a-lan-host.ts'
import type { WallReply, WallWord } from './wall-words.ts'

const push: WallWord = { do: 'push', lng: 116.95, lat: 31.45, caseId: null, title: '周瑜大道', seconds: 60 }
const shown: WallReply = { panes: 4, alive: 4, scene: '日间一图', rotates: false, pushed: 'yours' }

/** A host with a wall that writes down what it is told. */
function keepWall(host: LanHost): string[] {
  const heard: string[] = []
  host.lan.keepWall((from: SeatId, word) => {
    heard.push(`${from} ${word.do}`)
    return Promise.resolve(shown)
  })
  return heard
}

describe('a word to the walls of the hall', () => {
  it('reaches each of them, and says who it is from; who has no wall to answer for is told apart from who answers', async () => {
    const [one, two, three] = await Promise.all([LanHost.open('1'), LanHost.open('2'), LanHost.open('3')])
    await aHallOf(one, two, three)
    const heard = keepWall(two)

    const answers = await one.lan.tellWalls(push)

    expect(heard).toEqual(['1 push'])
    expect(answers.toSorted((a, b) => (a.seat < b.seat ? -1 : 1))).toEqual([
      { seat: '2', name: '2 号席', reply: shown },
      { seat: '3', name: '3 号席', reply: null },
    ])
  })

  it('to a machine that is switched off is not taken for heard', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    keepWall(two)
    await two.close()

    expect(await one.lan.tellWalls({ do: 'end' })).toEqual([{ seat: '2', name: '2 号席', reply: null }])
  })

  it.each([
    ['no word at all', {}], ['a place off the map', { ...push, lat: 91 }], ['a title without end', { ...push, title: '长'.repeat(81) }],
    ['a push for ever', { ...push, seconds: 1e9 }], ['a scene of its own', { do: 'save', scene: {} }], ['NUL', { ...push, title: 'a\u0000b' }],
  ])('that is %s changes nothing', async (_, word) => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    const heard = keepWall(two)

    const [answer] = await one.lan.tellWalls(word as WallWord)

    expect(answer?.reply).toBeNull()
    expect(heard).toEqual([])
  })
})
