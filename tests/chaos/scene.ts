// A platform, two seats, a cable and a spoilable line to each, a window in a browser, and people: all real processes, all on
// temporary data.
import { TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform, TestSeat } from '#tests/e2e/support/index.ts'
import { Cable } from '#tests/e2e/support/cable.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { ALL_POSTS, Operator } from '#tests/e2e/support/operator.ts'
import { FaultProxy } from '#tests/faults/fault-proxy.ts'
import { ChaosPage } from './page.ts'

export interface ChaosSeat {
  readonly name: string
  readonly person: string
  readonly seat: TestSeat
  /** What the line carries, as requests and replies. */
  readonly cable: Cable
  /** The same as bytes, between the seat and the cable. */
  readonly line: FaultProxy
  readonly operator: Operator
}

export interface Scene {
  readonly platform: TestPlatform
  readonly seats: readonly ChaosSeat[]
  /** A window of the first seat. */
  readonly page: ChaosPage
  /** Leaves neither a process nor a file. */
  end(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const hall = await TestHall.open()
  const seats: ChaosSeat[] = []
  let page: ChaosPage | null = null
  const end = async (): Promise<void> => {
    for (const { operator } of seats) operator.client.close()
    await page?.stop()
    await hall.end()
  }
  try {
    const platform = await hall.startPlatform()
    for (const [k, person] of ALL_POSTS.entries()) seats.push(await openSeat(hall, platform, String(k + 1), person))
    const [first] = seats
    if (first === undefined) throw new Error('no seat')
    page = new ChaosPage(first.seat)
    await page.open()
    return { platform, seats, page, end }
  } catch (error) {
    await end()
    throw error
  }
}

async function openSeat(hall: TestHall, platform: TestPlatform, name: string, person: string): Promise<ChaosSeat> {
  const cable = hall.add(await Cable.lay(() => platform.url))
  const line = hall.add(await FaultProxy.open(() => cable.url))
  const seat = await hall.startSeat(name, platform, { platformUrl: `http://127.0.0.1:${String(line.port)}` })
  const operator = new Operator(await openDeskClient(seat))
  await operator.signIn(person)
  return { name, person, seat, cable, line, operator }
}
