import { beforeEach, describe, expect, it } from 'vitest'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { codeOf, FreezableLedger, PIN, SessionMachine } from '#tests/builders/a-session.ts'
import { hasNotedCode, unlockWithRecoveryCode } from '../device-key/index.ts'
import type { CallContext } from '../doors/handlers.ts'
import { recoveryCodeHandlers } from '../features/audit/index.ts'
import { recoveryCodeOf } from './open-audit.ts'

const key = Buffer.alloc(32, 7)
let folder: string
let ledger: FreezableLedger
let handlers: ReturnType<typeof recoveryCodeHandlers>
let call: CallContext

beforeEach(async () => {
  folder = aDataFolder()
  ledger = new FreezableLedger()
  const machine = new SessionMachine(ledger.api)
  await machine.staff()
  const session = unwrap(await machine.signIn({ person: '1003' as PersonId, posts: ['shift-leader'] }))
  call = { caller: 'seat', pane: null, isNewest: true, session }
  const launch = { dataDir: folder, deviceKey: key.toString('base64') }
  handlers = recoveryCodeHandlers(recoveryCodeOf(launch, machine.service), record)
})

async function record(who: SignedIn, what: string, result: Result<unknown>): Promise<void> {
  const told = { result: result.ok ? 'ok' : 'refused', detail: result.ok ? null : result.error.code } as const
  ledger.api.audit({ at: 1, person: who.person, post: who.posts.join(','), what, subject: '1', ...told })
}

const opens = async (code: string): Promise<boolean> => (await unlockWithRecoveryCode(folder, code)).ok
const make = async (): Promise<string> => unwrap(await handlers.makeRecoveryCode({ secret: PIN }, call)).code
const trail = () =>
  ledger.api
    .auditPage({ before: null, limit: 20, text: '', what: 'keys.', from: null, to: null, persons: [] })
    .rows.map(({ what, result }) => `${what} ${result}`)
    .toReversed()

describe('a new recovery code', () => {
  it('voids the former one only when it is said to be noted', async () => {
    const former = await make()
    unwrap(await handlers.confirmRecoveryCode({ code: former }, call))
    const present = await make()
    expect([await opens(former), await opens(present)]).toEqual([true, true])

    unwrap(await handlers.confirmRecoveryCode({ code: present }, call))

    expect([await opens(former), await opens(present)]).toEqual([false, true])
    const both = ['keys.recovery-code ok', 'keys.recovery-code-noted ok']
    expect(trail()).toEqual([...both, ...both])
  })

  it('is not made, and voids nothing, where the ledger takes no entry of it', async () => {
    const former = await make()
    unwrap(await handlers.confirmRecoveryCode({ code: former }, call))
    const present = await make()

    ledger.freeze()
    await expect(handlers.makeRecoveryCode({ secret: PIN }, call)).rejects.toThrow()
    await expect(handlers.confirmRecoveryCode({ code: present }, call)).rejects.toThrow()

    expect([await opens(former), await opens(present)]).toEqual([true, true])
  })

  it('is given to nobody without the PIN of whoever sits there', async () => {
    expect(codeOf(await handlers.makeRecoveryCode({ secret: '000000' }, call))).toBe('bad-credentials')

    expect(trail()).toEqual(['keys.recovery-code refused'])
    expect(await hasNotedCode(folder)).toBe(false)
  })

  it('that another one has replaced is not confirmed in its stead', async () => {
    const lost = await make()
    await make()

    expect(codeOf(await handlers.confirmRecoveryCode({ code: lost }, call))).toBe('secret-wrong')
    expect(await hasNotedCode(folder)).toBe(false)
  })
})
