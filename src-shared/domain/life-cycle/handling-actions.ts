// 派遣、处置 and its branches: 退回, 改派, 延期, 挂账, 作废 (domain-facts 4).
import type { ActionSpec } from './action-spec.ts'

export const handlingActions = {
  'dispatch': {
    moves: [{ from: ['filed'], posts: ['dispatcher'], to: 'handling', clocks: { ends: ['dispatch'], starts: 'handle' } }],
    words: { field: 'words', required: false },
    needs: ['department'],
    guards: ['department-known', 'limit-known'],
    asks: 'holder',
    raisesVersion: true,
  },
  // A department that is not competent gives its assignment back; a dispatcher gives a wrong filing back to be filed anew.
  'return': {
    moves: [
      {
        from: ['handling'],
        posts: ['department'],
        to: 'filed',
        clocks: { ends: ['handle'], starts: 'dispatch' },
        counts: 'returns',
      },
      { from: ['filed'], posts: ['dispatcher'], to: 'accepted', clocks: { ends: ['dispatch'], starts: 'file' } },
    ],
    words: { field: 'reason', required: true },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: true,
  },
  // The new department has the whole limit; the clock of the old one ends and keeps whether it was late.
  're-dispatch': {
    moves: [{ from: ['handling'], posts: ['dispatcher'], to: 'same', clocks: { ends: ['handle'], starts: 'handle' } }],
    words: { field: 'reason', required: true },
    needs: ['department'],
    guards: ['department-known', 'other-department', 'limit-known'],
    asks: 'holder',
    raisesVersion: true,
  },
  'answer': {
    moves: [{ from: ['handling'], posts: ['department'], to: 'answered', clocks: { ends: ['handle'], starts: 'send-check' } }],
    words: { field: 'words', required: true },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: true,
  },
  'request-extension': {
    moves: [{ from: ['handling'], posts: ['department'], to: 'same' }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['extension-not-asked', 'extensions-left', 'handling-in-time'],
    asks: 'dispatcher',
    raisesVersion: true,
  },
  'approve-extension': {
    moves: [{ from: ['handling'], posts: ['dispatcher'], to: 'same', clocks: { extends: true }, counts: 'extensions' }],
    words: { field: 'words', required: false },
    needs: [],
    guards: ['extension-asked', 'extensions-left', 'handling-in-time'],
    asks: 'holder',
    raisesVersion: true,
  },
  'refuse-extension': {
    moves: [{ from: ['handling'], posts: ['dispatcher'], to: 'same' }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['extension-asked'],
    asks: 'holder',
    raisesVersion: true,
  },
  'put-on-account': {
    moves: [
      { from: ['filed', 'handling'], posts: ['dispatcher', 'shift-leader'], to: 'on-account', clocks: { pauses: 'on-account' } },
    ],
    words: { field: 'reason', required: true },
    needs: ['until'],
    guards: ['never-on-account', 'within-a-year'],
    asks: null,
    raisesVersion: true,
  },
  'resume': {
    moves: [
      { from: ['on-account'], posts: ['dispatcher', 'shift-leader'], to: 'where-it-was', clocks: { resumes: 'on-account' } },
      {
        from: ['on-account'],
        posts: ['system'],
        to: 'where-it-was',
        guards: ['account-run-out'],
        clocks: { resumes: 'on-account' },
      },
    ],
    words: { field: 'words', required: false },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: true,
  },
  // Before filing there is nothing to void: that is `refuse`. While a check is out its answer is awaited first.
  'void': {
    moves: [
      {
        from: ['filed', 'handling', 'answered', 'checked', 'on-account'],
        posts: ['shift-leader'],
        to: 'voided',
        clocks: { ends: 'all' },
      },
    ],
    words: { field: 'reason', required: true },
    needs: [],
    guards: [],
    asks: null,
    raisesVersion: true,
  },
} as const satisfies Record<string, ActionSpec>
