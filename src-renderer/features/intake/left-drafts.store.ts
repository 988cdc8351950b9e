import { defineStore } from 'pinia'
import { useLeftWords } from '#renderer/features/session/index.ts'
import type { DraftSaver } from './draft-saver.ts'

/** Drafts by id whose last words are not on disk, although their form is closed. */
export const useLeftDrafts = defineStore('left-drafts', () => useLeftWords<DraftSaver>())
