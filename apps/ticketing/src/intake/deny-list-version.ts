import { Injectable } from '@nestjs/common';

/** The newest version of the deny list, told to devices with every receipt. Set by who publishes the list. */
@Injectable()
export class DenyListVersion {
  version = 0;
}
