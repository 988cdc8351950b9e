/** What `process.versions.electron` says; the version whose types the shell was written against. */
export const standInVersion = '45.4.1-stand-in'
