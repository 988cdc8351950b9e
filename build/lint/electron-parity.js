import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { eachImport } from './imports.js'
import { projectPath } from './zones.js'

/** @type {{ modules: Record<string, '*' | string[]>, hashes: string[], ciphers: string[] }} */
const proven = JSON.parse(readFileSync(new URL('../electron-parity.json', import.meta.url), 'utf8'))

/** Everything of src-main runs in Electron's Node too; the shells are not shared. */
const hostFiles = /^src-main\/(?!shell-)/

/** First argument of these names an algorithm that BoringSSL may not have. */
const algorithmLists = new Map([
  ['createHash', 'hashes'],
  ['createHmac', 'hashes'],
  ['hash', 'hashes'],
  ['createCipheriv', 'ciphers'],
  ['createDecipheriv', 'ciphers'],
])

/**
 * Code of the host uses only what build/electron-parity.json lists as present in Electron's Node.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const electronParity = {
  meta: {
    type: 'problem',
    docs: { description: 'the host runs on the Node of Electron' },
    messages: {
      module: '{{name}} is not listed in build/electron-parity.json',
      member: '{{name}} of {{module}} is not listed in build/electron-parity.json',
      whole: 'import the members of {{module}} by name: not all of them exist in Electron',
      algorithm: '{{name}} is not listed in build/electron-parity.json ({{list}})',
    },
    schema: [],
  },
  create(context) {
    const file = projectPath(context.cwd, context.filename)
    if (!hostFiles.test(file) || file.endsWith('.spec.ts')) return {}
    return {
      ...eachImport(({ node, specifier, typeOnly, names }) => {
        if (!isBuiltin(specifier) || typeOnly) return
        const module = specifier.startsWith('node:') ? specifier : `node:${specifier}`
        const members = proven.modules[module]
        if (members === undefined) context.report({ node, messageId: 'module', data: { name: module } })
        else if (members === '*') return
        else if (names === undefined) context.report({ node, messageId: 'whole', data: { module } })
        else
          for (const { name, node: at } of names)
            if (!members.includes(name)) context.report({ node: at, messageId: 'member', data: { name, module } })
      }),
      CallExpression(node) {
        const list = algorithmLists.get(node.callee.name ?? node.callee.property?.name)
        const name = node.arguments[0]?.value
        if (list === undefined || typeof name !== 'string') return
        if (!proven[list].includes(name))
          context.report({ node: node.arguments[0], messageId: 'algorithm', data: { name, list } })
      },
    }
  },
}
