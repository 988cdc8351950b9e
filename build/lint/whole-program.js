import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import typescript from 'typescript'
import { parser } from 'typescript-eslint'
import * as vueParser from 'vue-eslint-parser'

const SCRIPTS = /<script\b[\s\S]*?<\/script>/g

/** @type {Map<string, import('typescript').Program>} by tsconfig; made for the first file that asks */
const programs = new Map()

/**
 * typescript-eslint's parser, with one program for the whole run instead of the project service where
 * `parserOptions.wholeProgram` names a tsconfig. The service reads a component from disk as if all of it were TypeScript and
 * is told its script only when its turn comes, so it brings its program up to date for each component, which took longer
 * than all rules together. Here the scripts are known from the start. The types are the same: other files see a component
 * by build/types/vue-files.d.ts both ways. What is not on disk as it is given (an editor's buffer, a file that --fix has
 * changed) and expressions of templates, which have no types, go the ordinary way.
 */
export const wholeProgramParser = {
  meta: { name: 'hall/whole-program', version: '1' },
  parseForESLint(code, options) {
    const program = options.wholeProgram && options.projectService ? programOf(options.wholeProgram) : undefined
    const known = program?.getSourceFile(options.filePath)?.text === code
    return parser.parseForESLint(code, known ? { ...options, projectService: undefined, programs: [program] } : options)
  },
}

/** Whether this is `eslint` at a terminal or in CI: files stay as they are until it ends. An editor's process lives on. */
export function isOneRun(argv = process.argv) {
  return /[\\/](\.bin[\\/]eslint|eslint[\\/]bin[\\/]eslint\.js)$/.test(argv[1] ?? '')
}

function programOf(tsconfig) {
  let program = programs.get(tsconfig)
  if (program === undefined) programs.set(tsconfig, (program = createProgram(tsconfig)))
  return program
}

function createProgram(tsconfig) {
  const vueFiles = [{ extension: 'vue', isMixedContent: false, scriptKind: typescript.ScriptKind.Deferred }]
  const { config } = typescript.readConfigFile(tsconfig, typescript.sys.readFile)
  const { sys } = typescript
  const parsed = typescript.parseJsonConfigFileContent(config, sys, dirname(tsconfig), {}, tsconfig, undefined, vueFiles)
  const options = { ...parsed.options, allowNonTsExtensions: true, noEmit: true, incremental: false, tsBuildInfoFile: undefined }
  const host = typescript.createCompilerHost(options, true)
  const readSource = host.getSourceFile
  host.getSourceFile = (name, ...how) => (name.endsWith('.vue') ? componentSource(name, how[0]) : readSource(name, ...how))
  return typescript.createProgram(parsed.fileNames, options, host)
}

function componentSource(name, how) {
  const text = scriptOf(readFileSync(name, 'utf8'))
  const isModule = (file) => {
    file.externalModuleIndicator = true
  }
  return typescript.createSourceFile(name, text, { ...how, setExternalModuleIndicator: isModule }, true, typescript.ScriptKind.TS)
}

/** The script of a component exactly as vue-eslint-parser hands it on: `generic` becomes types, two scripts become one. */
function scriptOf(component) {
  let script = ''
  const recorder = {
    parseForESLint(code, options) {
      script = code
      return parser.parseForESLint(code, options)
    },
  }
  const scripts = component.match(SCRIPTS) ?? []
  vueParser.parseForESLint(scripts.join('\n'), { parser: recorder, filePath: 'script.vue', sourceType: 'module' })
  return script
}
