import { atTimeUk } from '@rukh/domain/time';
import { defineTexts } from '../text/define-texts.js';

export const DRIVER_TEXTS = defineTexts(
  {
    drivers: (count: number) => `Водіям (${count})`,
    noDrivers: 'Водіям нічого не надсилається: зараз наказ нікого з них не стосується.',
    driversNotTold: 'Водіям нічого не надсилається: брокера для табло у кабінах не налаштовано.',
    driversTold: 'Водії',
    readBy: (vehicle: string, time: string) => `${vehicle}: прочитано ${atTimeUk(time)}`,
    notReadBy: (vehicle: string) => `${vehicle}: ще не прочитано`,
    moreDrivers: (count: number) => `і ще ${count}`,
  },
  {
    drivers: (count: number) => `Drivers (${count})`,
    noDrivers: 'No driver is told: the order concerns none of them now.',
    driversNotTold: 'No driver is told: no broker for the displays in the cabs is configured.',
    driversTold: 'Drivers',
    readBy: (vehicle: string, time: string) => `${vehicle}: read at ${time}`,
    notReadBy: (vehicle: string) => `${vehicle}: not read yet`,
    moreDrivers: (count: number) => `and ${count} more`,
  },
);
