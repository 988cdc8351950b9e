import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { parseHallOptions, toArguments } from './options.ts'
import { toPlatformArguments } from './play-options.ts'

const playOf = (...argv: string[]) => unwrap(parseHallOptions(argv, {})).play

describe('the past and the life of a demonstration hall', () => {
  it('are there from the first start', () => {
    expect(playOf()).toEqual({ historyDays: 35, lifeSpeed: 6, lifeSeats: 3 })
    expect(toPlatformArguments(playOf())).toEqual(['--history', '35', '--life', '6', '--life-seats', '3'])
  })

  it.each([[['--no-life']], [['--town', 'none']]])('are not there with %j', (argv) => {
    expect(playOf(...argv)).toMatchObject({ historyDays: 0, lifeSpeed: null })
    expect(toPlatformArguments(playOf(...argv))).toEqual([])
  })

  it('can be turned off for all starts of a machine', () => {
    const options = unwrap(parseHallOptions([], { HALL_LIFE: 'off' }))

    expect(options.play).toMatchObject({ historyDays: 0, lifeSpeed: null })
  })

  it('can be had one without the other', () => {
    expect(playOf('--no-life', '--history', '365')).toMatchObject({ historyDays: 365, lifeSpeed: null })
    expect(playOf('--history', '0', '--life', '60')).toMatchObject({ historyDays: 0, lifeSpeed: 60 })
  })

  it.each([[['--no-life', '--history', '9']], [['--life', '600', '--life-seats', '0']], [['--town', 'none']]])(
    'reach a shell unchanged: %j',
    (argv) => {
      const options = unwrap(parseHallOptions(argv, {}))

      expect(unwrap(parseHallOptions(toArguments(options), {})).play).toEqual(options.play)
    },
  )

  it.each([
    ['--life', '0'],
    ['--life', '601'],
    ['--life', 'fast'],
    ['--history', '-1'],
    ['--history', '4000'],
    ['--life-seats', '65'],
  ])('refuses %s %s', (option, word) => {
    expect(parseHallOptions([`${option}=${word}`], {})).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })
})
