// A hall in the middle of a shift, made through the doors and the HTTP contract only.
import { readFileSync } from 'node:fs'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { newCaseId } from '#shared/kernel/ids.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { BulkReply } from '#shared/platform-api/bulk.ts'
import type { z } from '#shared/kernel/zod.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { makeSmallTown } from '#platform/town/small-town.ts'
import type { TestPlatform } from '#tests/e2e/support/index.ts'
import { OnlinePerson } from '#tests/e2e/support/online-person.ts'
import type { Operator } from '#tests/e2e/support/operator.ts'
import { pastCases } from './past-cases.ts'

export interface LivedIn {
  /** Number of a case whose flow has something to tell. */
  readonly storyNo: string
  /** A component beside which the same was reported a moment ago. */
  readonly component: string
}

const departments = new Set(['D01', 'D02', 'D03', 'D04', 'D05', 'D06'])

export async function liveIn(platform: TestPlatform, operator: Operator): Promise<LivedIn> {
  await importPast(platform)
  const { component } = await reportEarlier(platform)
  const calls = [
    { description: '夜市油烟扰民，窗户无法打开', classCode: 'E0101', conditionId: 'E0101-1', lng: 116.9462, lat: 31.4601, address: '书院街夜市' },
    { description: '绿化带内堆放建筑垃圾约一车', lng: 116.9421, lat: 31.4635, address: '飞霞公园北门' },
    { description: '行道树断枝悬挂，风大有坠落危险', classCode: 'C0401', conditionId: 'C0401-1', urgent: true, lng: 116.9478, lat: 31.4642, address: '体育场路' },
  ]
  await operator.take(calls[0], 'report')
  await operator.take(calls[1], 'file')
  await operator.take(calls[2], 'file')
  const story = unwrap(await operator.take({ description: '小区东门人行道垃圾成堆，蚊蝇多，老人通行不便', address: '春秋路18号小区东门' }, 'dispatch'))
  const view = await operator.viewWhen(story.caseId, ({ pending }) => pending.length === 0)
  const worker = await OnlinePerson.signIn(platform.url, '3002', 'department')
  await worker.act(story.caseId, view.row.ver, 'answer', { words: '已清运并冲洗地面，增设垃圾桶一只' })
  await operator.viewWhen(story.caseId, ({ row }) => row.state === 'answered')
  unwrap(await operator.act(story.caseId, 'supervise', { reason: '同址三个月内第四次，请复核' }))
  return { storyNo: story.no, component }
}

async function importPast(platform: TestPlatform): Promise<void> {
  const token = readFileSync(platform.adminTokenFile, 'utf8').trim()
  const ask = async <S extends z.ZodType>(schema: S, path: string, body?: unknown): Promise<z.output<S>> => {
    const headers = { 'authorization': `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    return schema.parse(await (await fetch(`${platform.url}${path}`, init)).json())
  }
  const catalogue = viewCatalogue(await ask(CatalogueData, '/v1/catalogue'))
  const calendar = createWorkCalendar(await ask(CalendarData, '/v1/calendar'))
  const reply = await ask(BulkReply, '/v1/bulk/case', { rows: pastCases({ catalogue, calendar, departments }, Date.now()) })
  const [refused] = reply.refused
  if (refused !== undefined) throw new Error(`case ${String(refused.index)}: ${refused.code} ${refused.detail}`)
}

/** What an inspector has seen at a component a moment ago, for the warning of a duplicate. */
async function reportEarlier(platform: TestPlatform): Promise<{ component: string }> {
  const rows = makeSmallTown(1, 'hall', 0).entities.filter(({ kind }) => kind === 'component')
  // Rows of the kind asked for.
  const found = rows.map(({ row }) => row as unknown as ComponentRow).find(({ classCode }) => classCode === 'C0101')
  if (found === undefined) throw new Error('the town has no such component')
  const inspector = await OnlinePerson.signIn(platform.url, '2001', 'inspector')
  const { lng, lat, code } = found
  await inspector.report(newCaseId(systemClock, systemRandom), {
    ...{ source: 'inspector', classCode: 'C0101', conditionId: null, areaGrade: 'A', description: '人行道井盖松动，有裂纹', urgent: false },
    place: { lng, lat, address: '路口人行道', grid: null, dutyGrid: null, community: null, street: null, component: code },
    ...{ reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false, foundAt: null },
    ...{ notDuplicateBecause: null, attachments: [], externalId: null },
  })
  return { component: code }
}
