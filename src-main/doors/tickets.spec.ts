import { describe, expect, it } from 'vitest'
import { Tickets } from './tickets.ts'

const SECRET = Buffer.alloc(32, 3)

function machine(now = 1_000): { state: { now: number }; tickets: Tickets } {
  const state = { now }
  return { state, tickets: new Tickets(SECRET, { now: () => state.now, monotonicMs: () => 0 }) }
}

describe('tickets of the web door', () => {
  it('buys one pass for the window it was made for', () => {
    const { tickets } = machine()
    const redeemed = tickets.redeem(tickets.mintTicket('wall', 'wall'))

    expect(redeemed).toMatchObject({ ok: true, value: { caller: 'wall', entry: 'wall' } })
    expect(redeemed.ok && tickets.holderOf(redeemed.value.pass)).toEqual({ ok: true, value: { caller: 'wall', pane: null } })
  })

  it('says on which monitor a window of the wall stands, and cannot be moved to another', () => {
    const { tickets } = machine()
    const redeemed = tickets.redeem(tickets.mintTicket('wall', 'wall', 'd2'))
    const pass = redeemed.ok ? redeemed.value.pass : ''

    expect(tickets.holderOf(pass)).toEqual({ ok: true, value: { caller: 'wall', pane: 'd2' } })
    expect(tickets.holderOf(pass.replace('.d2.', '.d1.')).ok).toBe(false)
  })

  it('is spent after one use and after two minutes', () => {
    const { state, tickets } = machine()
    const once = tickets.mintTicket('seat', 'seat')
    const late = tickets.mintTicket('seat', 'seat')
    tickets.redeem(once)
    state.now += 120_001

    expect(tickets.redeem(once).ok).toBe(false)
    expect(tickets.redeem(late).ok).toBe(false)
  })

  it('knows its passes after a restart under the same secret, and not under another', () => {
    const { tickets } = machine()
    const redeemed = tickets.redeem(tickets.mintTicket('seat', 'seat'))
    const pass = redeemed.ok ? redeemed.value.pass : ''

    expect(machine().tickets.holderOf(pass).ok).toBe(true)
    expect(new Tickets(Buffer.alloc(32, 4), { now: () => 0, monotonicMs: () => 0 }).holderOf(pass).ok).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['dots', '....'],
    ['a pass in place of a ticket', 'seat.nonce.mac'],
    ['NUL', '\0\0'],
    ['something huge', 'a.'.repeat(100_000)],
    ['Chinese', '席.位.票.据.印'],
  ])('takes %s for no ticket and no pass', (_what, text) => {
    const { tickets } = machine()

    expect(tickets.redeem(text)).toMatchObject({ ok: false, error: { code: 'untrusted-caller' } })
    expect(tickets.holderOf(text)).toMatchObject({ ok: false, error: { code: 'untrusted-caller' } })
  })

  it('cannot be turned from a wall’s into a seat’s', () => {
    const { tickets } = machine()
    const forged = tickets.mintTicket('wall', 'wall').replace('wall.wall', 'seat.seat')
    const redeemed = tickets.redeem(tickets.mintTicket('wall', 'wall'))
    const pass = redeemed.ok ? redeemed.value.pass.replace('wall', 'seat') : ''

    expect(tickets.redeem(forged).ok).toBe(false)
    expect(tickets.holderOf(pass).ok).toBe(false)
  })
})
