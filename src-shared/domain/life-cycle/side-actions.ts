// What may be said beside the flow, whatever the step: 督办, 催办, 备注, 附件. None moves the case, so none raises the state version.
import { CaseState, Post, endStates } from '#shared/domain/case/terms.ts'
import type { ActionSpec } from './action-spec.ts'

const anyState = CaseState.options
const openStates = anyState.filter((state) => !endStates.includes(state))

export const sideActions = {
  'supervise': {
    moves: [{ from: openStates, posts: ['shift-leader', 'dispatcher'], to: 'same', counts: 'supervised' }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: false,
  },
  'urge': {
    moves: [{ from: openStates, posts: ['shift-leader', 'dispatcher', 'acceptor'], to: 'same', counts: 'urged' }],
    words: { field: 'words', required: false },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: false,
  },
  'note': {
    moves: [{ from: anyState, posts: Post.options, to: 'same' }],
    words: { field: 'words', required: true },
    needs: [],
    guards: [],
    asks: null,
    raisesVersion: false,
  },
  'attach': {
    moves: [
      { from: anyState, posts: ['acceptor', 'shift-leader', 'dispatcher', 'inspector', 'department', 'system'], to: 'same' },
    ],
    words: null,
    needs: ['attachment'],
    guards: ['of-handling', 'room-for-attachment'],
    asks: null,
    raisesVersion: false,
  },
} as const satisfies Record<string, ActionSpec>
