import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { CmdId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { HallSettings } from '#shared/platform-api/rows.ts'
import { isWall, nameOf } from '../auth/callers.ts'
import type { Caller } from '../auth/callers.ts'
import { readCommand } from '../commands/arrived-command.ts'
import type { ArrivedCommand } from '../commands/arrived-command.ts'
import { hadToDoWith } from '../commands/case-file.ts'
import { leaseNumbers } from '../commands/numbers.ts'
import { findSettled } from '../commands/outcome-store.ts'
import { settleAll } from '../commands/settle.ts'
import type { Settler } from '../commands/settle.ts'
import type { Platform } from '../platform.ts'
import { findEntity } from '../store/entities.ts'
import { maySee } from './case-sight.ts'
import { caseShownTo } from './personal-sight.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** The members are read one by one, so that one that cannot be understood does not hold up the others. */
const unreadMembers = { ...endpoints.commands, body: z.object({ commands: z.array(z.unknown()).min(1).max(200) }) }

/** A person online reports now and then; blocks are for seats. */
const MOST_NUMBERS_ONLINE = 20
/**
 * Numbers of a day that one caller may have unused. A seat keeps some 400 for each of the next days, and may ask before its
 * cases of a long outage have gone; one that lost its ledger is given what it had, and a new machine has blocks of its own. A
 * person online has each number used before the next is needed, but may begin anew many times a day, and on several devices.
 */
const MOST_UNUSED = { device: 4_000, person: 400 } as const

/** Commands, their outcomes and the numbers for new cases. */
export function serveCommands(api: Api, settler: Settler): void {
  const { platform } = api
  serve(
    api,
    unreadMembers,
    async ({ caller, body, reply }) => {
      const commands = readAll(caller, body.commands)
      if (!commands.ok) return commands
      const outcomes = await shownTo(platform, caller, await settleAll(settler, commands.value))
      void reply.code(statusOf(outcomes))
      return ok({ outcomes })
    },
    { checksTextItself: true },
  )

  serve(api, endpoints.outcomes, async ({ query, caller }) => {
    const ids = query.ids.split(',').map((id) => CmdId.safeParse(id))
    const settled = await findSettled(
      platform.store.db,
      platform.hall,
      ids.flatMap((id) => (id.success ? [id.data] : [])),
    )
    const own = [...settled.values()].filter(({ person }) => caller.kind !== 'person' || person === caller.person.id)
    return ok({ outcomes: await shownTo(platform, caller, own.map(({ outcome }) => outcome)) })
  })

  serve(api, endpoints.numbers, async ({ caller, body }) => {
    if (isWall(caller)) return refuse('forbidden', 'wall')
    if (caller.kind === 'person' && body.count > MOST_NUMBERS_ONLINE)
      return refuse('bad-request', `count: at most ${MOST_NUMBERS_ONLINE} online`)
    const found = await findEntity(platform.store.db, platform.hall.id, 'settings', 'hall')
    const settings = HallSettings.safeParse(found?.row)
    if (!settings.success) return refuse('guard-failed', 'no hall settings')
    const holder = caller.kind === 'device' ? `seat:${caller.seat}` : `person:${caller.person.id}`
    const who = { holder, lessee: nameOf(caller), mostUnused: MOST_UNUSED[caller.kind] }
    const leased = await leaseNumbers(platform, settings.data.district, who, body)
    return leased.ok ? ok({ blocks: leased.value }) : leased
  })
}

/** Reads all members; the whole request is refused when one is not the caller's own, so that nothing of it is remembered. */
function readAll(caller: Caller, members: readonly unknown[]): Result<ArrivedCommand[]> {
  if (isWall(caller)) return refuse('forbidden', 'wall')
  const commands: ArrivedCommand[] = []
  for (const [index, raw] of members.entries()) {
    const command = readCommand(raw, caller.kind === 'device' ? caller.device : null, index)
    if (!command.ok) return command
    const { seat, person, post } = command.value.envelope
    if (caller.kind === 'device' && seat !== caller.seat) return refuse('forbidden', `commands.${index}.seat`)
    if (caller.kind === 'person' && person !== caller.person.id) return refuse('forbidden', `commands.${index}.person`)
    if (post === 'system') return refuse('forbidden', `commands.${index}.post`)
    if (caller.kind === 'person' && !caller.posts.includes(post)) return refuse('forbidden', `commands.${index}.post`)
    commands.push(command.value)
  }
  return ok(commands)
}

/** How a case stands is told to those whose business it is, or was: who lost it learns who moved it on. */
async function shownTo({ store, hall }: Platform, caller: Caller, outcomes: readonly Outcome[]): Promise<Outcome[]> {
  if (caller.kind !== 'person') return [...outcomes]
  const { id, department } = caller.person
  const shown = async (outcome: Outcome): Promise<Outcome> => {
    if (outcome.result !== 'rejected') return outcome
    const row = outcome.current?.row ?? null
    if (outcome.current === null || row === null) return outcome
    const names = caller.posts.includes('department') && department !== null ? [id, department] : [id]
    const isTheirs = maySee(caller, row) || (await hadToDoWith(store.db, hall.id, row.id, names))
    return { ...outcome, current: isTheirs ? { ...outcome.current, row: caseShownTo(caller, row) } : null }
  }
  return Promise.all(outcomes.map(shown))
}

function statusOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ result }) => result === 'mismatch')) return 422
  return outcomes.some(({ result }) => result === 'gap') ? 409 : 200
}
