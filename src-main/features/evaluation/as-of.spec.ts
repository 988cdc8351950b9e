import { expect, it } from 'vitest'
import { EvaluationDesk, everything, november, wholeHall } from '#tests/builders/an-evaluation-desk.ts'
import { caseId } from '#tests/builders/ids.ts'
import { CaseStory } from '#tests/builders/case-story.ts'

const selection = { scope: wholeHall, period: november, filter: everything }
const page = { offset: 0, limit: 20 }
const funnel = (desk: EvaluationDesk) => desk.ask('funnel', selection)

function aDesk(): EvaluationDesk {
  const desk = new EvaluationDesk()
  put(desk, 1)
  return desk
}

function put(desk: EvaluationDesk, k: number): void {
  const { case: row } = CaseStory.after('accept', 'file')
  desk.platform.put('case', caseId(k), { ...row, id: caseId(k) }, row.ver)
  desk.seat.read(desk.platform)
}

it('figures and the cases behind them are never said to be newer than when they were read', async () => {
  const desk = aDesk()
  const answers = [
    () => funnel(desk),
    () => desk.ask('behind', { ...selection, ...page, indicator: 'filed' }),
    () => desk.ask('behindStage', { ...selection, ...page, stage: 'filed' }),
  ]

  for (const ask of answers) {
    Object.assign(desk, { freshAt: 7, freshAtOnceRead: 8 })
    expect((await ask()).asOf).toBe(7)
    expect((await ask()).asOf).toBe(8)
  }
})

it('a figure that nothing has overtaken is as of now, without being worked out again', async () => {
  const desk = aDesk()
  const first = await desk.ask('today', {})
  const worked = desk.asked
  desk.freshAt = 8

  const second = await desk.ask('today', {})

  expect([first.asOf, second.asOf, desk.asked]).toEqual([7, 8, worked])
})

it('a figure that is given once more as it was, because changes come too fast, stays as of then', async () => {
  const desk = aDesk()
  const first = await funnel(desk)
  put(desk, 2)
  desk.freshAt = 8

  const again = await funnel(desk)
  desk.now += 1_000
  const anew = await funnel(desk)

  expect(again).toEqual(first)
  expect([anew.asOf, anew.stages[0]?.n]).toEqual([8, 2])
})
