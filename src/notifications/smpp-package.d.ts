// The package brings no types; this is the part of it that is used here.
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Server as NetServer, Socket } from "node:net";

  export type Message = { message: string | Buffer; udh?: Buffer[] } | Buffer;
  export type Pdu = {
    command: string;
    command_status: number;
    sequence_number: number;
    system_id?: string;
    password?: string;
    source_addr?: string;
    destination_addr?: string;
    esm_class?: number;
    data_coding?: number;
    registered_delivery?: number;
    short_message?: Message;
    message_id?: string;
    receipted_message_id?: string;
    message_state?: number;
    response(options?: Record<string, unknown>): Pdu;
  };
  type Request = (options: Record<string, unknown>, answered?: (pdu: Pdu) => void) => boolean;

  export interface Session extends EventEmitter {
    socket: Socket;
    bind_transceiver: Request;
    submit_sm: Request;
    deliver_sm: Request;
    enquire_link: Request;
    unbind: Request;
    send(pdu: Pdu): boolean;
    close(closed?: () => void): void;
    destroy(closed?: () => void): void;
  }

  type Coder = { match(text: string): boolean; encode(text: string): Buffer; decode(bytes: Buffer): string };
  const smpp: {
    connect(options: { host: string; port: number; tls?: boolean }, connected?: () => void): Session;
    createServer(listener: (session: Session) => void): NetServer & { sessions: Session[] };
    encodings: { ASCII: Coder; UCS2: Coder };
  };
  export default smpp;
}
