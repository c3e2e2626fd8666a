package org.mvit4j.cli;

import ai.djl.Device;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Mixin for commands that run a network. */
final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "Where the network runs: cpu, or gpu:0, gpu:1, … (default: ${DEFAULT-VALUE}).")
    String name = "cpu";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    Device device() {
        if (!name.matches("cpu|gpu(:?\\d{1,3})?")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--device " + name + ": no such device; use cpu, or gpu:0");
        }
        Device device = Device.fromName(name.replace(":", ""));
        if (device.isGpu() && device.getDeviceId() >= ai.djl.util.cuda.CudaUtils.getGpuCount()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--device " + name + ": this machine shows " + ai.djl.util.cuda.CudaUtils.getGpuCount()
                            + " usable GPUs; install the driver, or use cpu");
        }
        return device;
    }
}
