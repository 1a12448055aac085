import { readFileSync } from 'node:fs';
import type { IClientOptions } from 'mqtt';

/** Where a broker is and who we are to it. */
export interface MqttEndpoint {
  /** mqtt://, mqtts://, ws:// or wss://; may carry user and password. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** PEM file of the authority that signed the broker's certificate, where the system does not know it. */
  readonly caFile?: string | undefined;
  /** PEM files of our own certificate and its key, for brokers that ask for one. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The part of mqtt.js' options that says where to connect. Throws where a certificate file cannot be read. */
export function toClientOptions(endpoint: MqttEndpoint): IClientOptions {
  const { username, password, caFile, certFile, keyFile } = endpoint;
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(caFile !== undefined && { ca: readFileSync(caFile) }),
    ...(certFile !== undefined && { cert: readFileSync(certFile) }),
    ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
    rejectUnauthorized: true,
  };
}
