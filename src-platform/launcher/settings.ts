/** Where the server listens: a Unix socket in a private folder, or (Windows) a TCP port of this machine only. */
export type Endpoint = { readonly kind: 'socket'; readonly folder: string } | { readonly kind: 'tcp'; readonly port: number }

/** The socket's name carries a port number although no port is opened. */
export const SOCKET_PORT = 5432
export const LOOPBACK = '127.0.0.1'

/** Our settings file inside the cluster, written anew at each start so that it fits this version of the application. */
export const SETTINGS_FILE = 'hall.conf'

/**
 * The server's settings. Durability is spelt out although it is the default: nobody should have to wonder. Statements and
 * parameters stay out of the log because they hold personal data.
 */
export function serverSettings(endpoint: Endpoint, durable: boolean): ReadonlyMap<string, string> {
  const safety = durable ? 'on' : 'off'
  return new Map([
    ['listen_addresses', endpoint.kind === 'tcp' ? LOOPBACK : ''],
    ['port', String(endpoint.kind === 'tcp' ? endpoint.port : SOCKET_PORT)],
    ['unix_socket_directories', endpoint.kind === 'socket' ? listItem(endpoint.folder) : ''],
    ['unix_socket_permissions', '0700'],
    ['max_connections', '100'],
    ['shared_buffers', '64MB'],
    ['fsync', safety],
    ['synchronous_commit', safety],
    ['full_page_writes', safety],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['logging_collector', 'on'],
    ['log_directory', '../log'],
    ['log_filename', 'server-%Y%m%d-%H%M%S.log'],
    ['log_file_mode', '0600'],
    ['log_rotation_age', '1d'],
    ['log_rotation_size', '10MB'],
    ['log_statement', 'none'],
    ['log_min_error_statement', 'panic'],
    ['log_parameter_max_length', '0'],
    ['log_parameter_max_length_on_error', '0'],
  ])
}

/** The settings as a configuration file; every value is quoted, with the escapes of PostgreSQL's own reader. */
export function renderSettings(settings: ReadonlyMap<string, string>): string {
  const lines = Array.from(settings, ([name, value]) => `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
  return `# Written by the launcher at every start; changes are lost.\n${lines.join('\n')}\n`
}

/** `unix_socket_directories` is a list: quoted, so that a comma or a space in the folder's name stays part of it. */
function listItem(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`
}
