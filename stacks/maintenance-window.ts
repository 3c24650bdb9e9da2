import type { MaintenanceWindow } from "../components/gcp/gke-cluster.ts";
import type { Cluster } from "../environments/schema.ts";

const dayNames = {
  monday: "MO",
  tuesday: "TU",
  wednesday: "WE",
  thursday: "TH",
  friday: "FR",
  saturday: "SA",
  sunday: "SU",
} as const;

/** A recurring window needs a first one: any past day will do, so it is a fixed Monday. */
export function maintenanceWindow({
  days,
  start,
  hours,
}: Cluster["maintenanceWindow"]): MaintenanceWindow {
  const startTime = new Date(`2024-01-01T${start}:00Z`);
  const endTime = new Date(startTime.getTime() + hours * 3_600_000);
  return {
    startTime: startTime.toISOString().replace(".000", ""),
    endTime: endTime.toISOString().replace(".000", ""),
    recurrence: `FREQ=WEEKLY;BYDAY=${days.map((day) => dayNames[day]).join(",")}`,
  };
}
