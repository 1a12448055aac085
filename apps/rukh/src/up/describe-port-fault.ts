/** Where a server was to listen, and the variables that say so. */
export interface Listening {
  readonly port: number;
  readonly host: string;
  /** Of the port and of the host, such as RUKH_PORT and RUKH_HOST. */
  readonly variables: readonly [port: string, host: string];
}

/** What to do where nothing can listen there. @param fault in the system's code, such as EADDRINUSE */
export function describePortFault(fault: string, { port, host, variables }: Listening): string {
  const [portVariable, hostVariable] = variables;
  if (fault === 'EADDRINUSE') {
    return `Port ${port} is taken by another program; choose another: ${portVariable}=${port + 1}.`;
  }
  if (fault === 'EACCES') {
    return `This account may not listen on port ${port}; choose one above 1023: ${portVariable}=${port + 8000}.`;
  }
  return `Nothing can listen at ${host} here (${fault}): ${hostVariable} is an address of this machine, or 0.0.0.0 for all.`;
}
