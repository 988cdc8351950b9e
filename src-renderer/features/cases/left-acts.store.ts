import { defineStore } from 'pinia'
import { useLeftWords } from '#renderer/features/session/index.ts'
import type { ActKeeper, ActPlace } from './act-keeper.ts'

export const keyOfAct = ({ caseId, action, author }: ActPlace): string => `${author ?? ''} ${caseId} ${action}`

/** Words for steps that are not on disk, although their panel is closed. */
export const useLeftActs = defineStore('left-acts', () => useLeftWords<ActKeeper>())
