package dmp.ingestion.enrich;

import java.util.Map;

import dmp.ingestion.contract.Signal;

/**
 * What a user agent tells; what it does not tell is null.
 *
 * @param type desktop, phone, tablet, tv, console, watch, bot or other
 */
record Device(String type, String os, String browser) {

    static final Device UNKNOWN = new Device(null, null, null);

    /** @param deviceClass yauaa's {@code DeviceClass} */
    static Device of(String deviceClass, String os, String browser) {
        String type =
                switch (deviceClass) {
                    case "Desktop" -> "desktop";
                    case "Phone", "Mobile" -> "phone";
                    case "Tablet", "eReader" -> "tablet";
                    case "TV", "Set-top box", "Home Appliance" -> "tv";
                    case "Game Console", "Handheld Game Console" -> "console";
                    case "Watch" -> "watch";
                    case "Robot", "Robot Mobile", "Robot Imitator", "Spy", "Hacker" -> "bot";
                    default -> "other";
                };
        return new Device(type, known(os), known(browser));
    }

    void addTo(Map<String, String> signals) {
        put(signals, Signal.DEVICE_TYPE, type);
        put(signals, Signal.DEVICE_OS, os);
        put(signals, Signal.DEVICE_BROWSER, browser);
    }

    private static void put(Map<String, String> signals, Signal signal, String value) {
        if (value != null) {
            signals.put(signal.key(), value);
        }
    }

    private static String known(String value) {
        return value == null || value.isBlank() || value.equals("Unknown") || value.equals("??") ? null : value;
    }
}
