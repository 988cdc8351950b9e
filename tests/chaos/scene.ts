// A platform, two seats, a cable to each, and people: all real processes, all on temporary data.
import { TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform, TestSeat } from '#tests/e2e/support/index.ts'
import { Cable } from '#tests/e2e/support/cable.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { ALL_POSTS, Operator } from '#tests/e2e/support/operator.ts'

export interface ChaosSeat {
  readonly name: string
  readonly person: string
  readonly seat: TestSeat
  readonly cable: Cable
  readonly operator: Operator
}

export interface Scene {
  readonly platform: TestPlatform
  readonly seats: readonly ChaosSeat[]
  /** Leaves neither a process nor a file. */
  end(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const hall = await TestHall.open()
  const seats: ChaosSeat[] = []
  const end = async (): Promise<void> => {
    for (const { operator } of seats) operator.client.close()
    await hall.end()
  }
  try {
    const platform = await hall.startPlatform()
    for (const [k, person] of ALL_POSTS.entries()) seats.push(await openSeat(hall, platform, String(k + 1), person))
    return { platform, seats, end }
  } catch (error) {
    await end()
    throw error
  }
}

async function openSeat(hall: TestHall, platform: TestPlatform, name: string, person: string): Promise<ChaosSeat> {
  const cable = hall.add(await Cable.lay(() => platform.url))
  const seat = await hall.startSeat(name, platform, { platformUrl: cable.url })
  const operator = new Operator(await openDeskClient(seat))
  await operator.signIn(person)
  return { name, person, seat, cable, operator }
}
