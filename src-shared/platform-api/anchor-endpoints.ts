import { z } from '#shared/kernel/zod.ts'
import { Anchor, AnchorReply, AnchorTaken, LanesReply, LostAct, LostActTaken } from './anchors.ts'
import type { Endpoint } from './endpoints.ts'

/** Where seats' ledgers stand; part of `endpoints`. */
export const anchorEndpoints = {
  anchor: {
    method: 'GET',
    path: '/v1/anchor',
    summary: 'Where the ledger of this machine stood when it was last heard of',
    callers: ['device'],
    reply: AnchorReply,
  },
  takeAnchor: {
    method: 'PUT',
    path: '/v1/anchor',
    summary: 'Tell where the ledger of this machine stands; 409 when it contradicts what was told before',
    callers: ['device'],
    body: Anchor,
    reply: AnchorTaken,
  },
  lostAct: {
    method: 'POST',
    path: '/v1/lost-acts',
    summary: 'Tell of an act that was accepted and is not there any more: the store was put back, and a new life of it begins',
    callers: ['device'],
    body: LostAct,
    reply: LostActTaken,
  },
  lanes: {
    method: 'GET',
    path: '/v1/lanes',
    summary: 'How far this seat has come in each case, for a ledger that has lost some of it',
    callers: ['device'],
    query: z.object({
      after: z.string().max(128).default(''),
      limit: z.coerce.number().pipe(z.int().min(1).max(1_000)).default(500),
    }),
    reply: LanesReply,
  },
} as const satisfies Record<string, Endpoint>
