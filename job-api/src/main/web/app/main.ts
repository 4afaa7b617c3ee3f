import './shell/app';
